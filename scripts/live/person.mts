// The person at the terminal, and what they are asked for. What they type appears only while a question asks for it.
import { createInterface } from 'node:readline/promises';
import { Writable, type Readable } from 'node:stream';

import { defaultBaseUrl, readCredential } from '../../nodes/service/credential.ts';
import type { Known } from './steps/step.mts';

/** The person ended the run: typed stop, pressed Ctrl-C, or closed the terminal. */
export class Ended extends Error {}

export type Terminal = ReturnType<typeof openTerminal>;

/** @param isAttended whether somebody is there to type; otherwise `ask` throws */
export function openTerminal(isAttended: boolean, input: Readable, output: Writable) {
	const ended = new AbortController();
	const end = () => ended.abort();
	const untilEnded = new Promise<never>((_, reject) => {
		ended.signal.onabort = () => reject(new Ended());
	});
	untilEnded.catch(() => {});
	let isMuted = true;
	const echo = new Writable({
		write: (chunk, _encoding, done) => void (isMuted ? done() : output.write(chunk, () => done())),
	});
	const lines = isAttended
		? createInterface({ input, output: echo, terminal: true, historySize: 0 })
		: undefined;
	lines?.on('SIGINT', end).on('close', end);
	for (const part of [input, output]) part.on('error', end);
	/** Throws Ended as soon as the person ends the run. */
	const wait = async <Type,>(promise: Promise<Type>) => await Promise.race([untilEnded, promise]);
	return {
		isAttended,
		say: (line: string) => void output.write(`${line}\n`),
		wait,
		/** Asks a question; throws Ended when it is answered with stop. */
		ask: async (question: string, isHidden = false): Promise<string> => {
			if (!lines || ended.signal.aborted) throw new Ended();
			// What was typed before the question does not answer it.
			lines.write(null, { ctrl: true, name: 'u' });
			if (isHidden) output.write(question);
			isMuted = isHidden;
			try {
				const typed = (await wait(lines.question(isHidden ? '' : question))).trim();
				if (typed.toLowerCase() === 'stop') throw (end(), new Ended());
				return typed;
			} finally {
				isMuted = true;
				if (isHidden || ended.signal.aborted) output.write('\n');
			}
		},
		close: () => lines?.close(),
	};
}

const keys = [
	['widgetKey', 'BRIGHTCALL_WIDGET_KEY', 'Widget Key (Main tab)'],
	['apiKey', 'BRIGHTCALL_API_KEY', 'Widget API Key (Integrations tab)'],
	['accountApiKey', 'BRIGHTCALL_ACCOUNT_KEY', 'Account API Key (General Settings; or press Enter)'],
] as const;

/** Takes the keys from the environment and asks for the others, which do not appear. Errors name the key that is missing. */
export async function enterKeys({ isAttended, ask }: Terminal, env: NodeJS.ProcessEnv) {
	const baseUrl = env.BRIGHTCALL_BASE_URL?.trim() || defaultBaseUrl;
	const data: Record<string, string> = { baseUrl };
	for (const [field, variable, label] of keys) {
		data[field] = env[variable]?.trim() ?? '';
		if (data[field] === '' && isAttended) data[field] = await ask(`${label}, not shown: `, true);
		if (data[field] === '' && field !== 'accountApiKey')
			throw new Error(`${variable}: expected the ${label}, got nothing`);
	}
	return readCredential(data, 'widget');
}

/** Returns the function that asks for a phone of the person's, once. */
export function enterPhone({ say, ask }: Terminal): Known['phone'] {
	const known = new Map<string, string>();
	return async (which) => {
		const whose = which === 'own' ? 'Your own phone' : 'A second phone, for the step with an agent';
		while (!known.has(which)) {
			const answer = await ask(`  ${whose}, e.g. +14155550123 (or press Enter for no call): `);
			const typed = answer.replace(/[\s().-]/g, '');
			const isNew = /^\+[1-9]\d{6,14}$/.test(typed) && ![...known.values()].includes(typed);
			if (typed === '' || isNew) known.set(which, typed);
			else say('  Please type a number with + and country code that you have not typed yet.');
		}
		return known.get(which)!;
	};
}

/** Asks a question that is answered with a whole word, or left open with Enter. */
export async function askYesOrNo({ say, ask }: Terminal, question: string) {
	for (;;) {
		const typed = (await ask(question)).toLowerCase();
		if (typed === 'yes' || typed === 'no') return typed;
		if (typed === '') return undefined;
		say('  Please type yes, no or stop, or press Enter.');
	}
}
