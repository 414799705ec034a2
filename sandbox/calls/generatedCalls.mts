// Past calls by the thousand, made up from a seed.

import type { Account } from '../account.mts';
import { endCallBody } from './eventBody.mts';
import { callAgent, recordingLink, ulid } from './newCall.mts';
import { completeOutcome, type CallStatus } from './outcome.mts';
import type { PastCall } from './pastCalls.mts';

/** Which calls to make up; the same settings make the same calls. */
export interface Generation {
	count: number;
	seed?: number;
	/** When the newest one started, in unix milliseconds; by default now. */
	newest?: number;
	/** From one to the one before it. */
	secondsApart?: number;
}

const names = ['Nathan Smith', 'Olivia Jones', 'Lukas Weber', 'Amal Haddad', 'Chloé Martin'];
const companies = ['Acme', 'Initech', 'Umbrella', 'Hooli', 'Globex'];
const pages = ['/pricing', '/contact', '/'];
const referers = ['https://www.google.com/', 'https://ads.example.com/', null];

/** Calls that never were, the newest first, with fictional numbers. */
export function generateCalls(
	{ count, seed = 1, newest = Date.now(), secondsApart = 40 }: Generation,
	account: Account,
	url: string,
): PastCall[] {
	const chance = mulberry32(seed);
	const below = (limit: number) => Math.floor(chance() * limit);
	const oneOf = <Value,>(values: Value[]): Value => values[below(values.length)]!;
	const hex = () =>
		below(2 ** 32)
			.toString(16)
			.padStart(8, '0');
	return Array.from({ length: count }, (_, index) => {
		const startedAt = newest - index * secondsApart * 1000;
		const callId = hex() + hex() + hex() + hex();
		const isBritish = chance() < 0.3;
		const name = oneOf(names);
		const outcome = completeOutcome({
			status: statusOf(chance()),
			answerSeconds: 2 + below(20),
			leadAnswerSeconds: 3 + below(25),
			talkSeconds: 5 + below(900),
		});
		if (outcome.status === 'answered') outcome.disconnectedBy = oneOf(['agent', 'lead']);
		const record = {
			callId,
			widgetId: account.widget.id,
			createdAt: startedAt - 1000,
			startedAt,
			plannedAt: null,
			isDelayed: false,
			leadPhone: isBritish
				? `442079460${pad(below(1000), 3)}`
				: `1415555${pad(100 + below(100), 4)}`,
			leadId: ulid(startedAt, chance),
			country: isBritish ? 'GB' : 'US',
			source: 'api init (n8n)',
			sitePath: oneOf(pages),
			referer: oneOf(referers),
			customParams: customParamsOf(name, oneOf(companies)),
			outcome,
			agent: callAgent(oneOf(account.agents)),
			recordingLink: recordingLink(url, callId),
		};
		return { widgetId: record.widgetId, body: endCallBody(record, account) };
	});
}

const customParamsOf = (name: string, company: string) => ({
	api_source: 'n8n',
	lc_param_name: name,
	lc_param_email: `${name.split(' ')[0]!.toLowerCase()}@example.com`,
	lc_param_company: company,
});

const pad = (number: number, length: number) => String(number).padStart(length, '0');

function statusOf(chance: number): CallStatus {
	if (chance < 0.6) return 'answered';
	return chance < 0.85 ? 'no_answer' : 'missed';
}

/** The generator of that name: from a seed always the same numbers from 0 to 1. */
function mulberry32(seed: number): () => number {
	let state = seed;
	return () => {
		state = (state + 0x6d2b79f5) | 0;
		let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
		mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
		return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
	};
}
