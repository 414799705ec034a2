// What the person is asked for: the keys, phones of their own, a yes.
import { defaultBaseUrl, readCredential } from '../../nodes/service/credential.ts';
import type { Known } from './steps/step.mts';
import type { Terminal } from './terminal.mts';

const keys = [
	['widgetKey', 'BRIGHTCALL_WIDGET_KEY', 'Widget Key (Main tab)'],
	['apiKey', 'BRIGHTCALL_API_KEY', 'Widget API Key (Integrations tab)'],
	['accountApiKey', 'BRIGHTCALL_ACCOUNT_KEY', 'Account API Key (General Settings; Enter: none)'],
] as const;

/**
 * Takes the keys from the environment and asks for the others. They do not appear, and are stored nowhere.
 *
 * @throws Ended; Error that names what is missing or wrong, never a key
 */
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

const questions = {
	own: '  Your own phone, with + and country code (Enter: none): ',
	second: '  A second phone beside you, to be the agent (Enter: none): ',
};

/** Returns the function that asks for a phone of the person's, once. */
export function enterPhone({ say, ask }: Terminal): Known['phone'] {
	const known = new Map<string, string>();
	return async (which) => {
		while (!known.has(which)) {
			const typed = (await ask(questions[which])).replace(/[\s().-]/g, '');
			const isNew = /^\+[1-9]\d{6,14}$/.test(typed) && ![...known.values()].includes(typed);
			if (typed === '' || isNew) known.set(which, typed);
			else say('  Expected another number with + and country code, e.g. +14155550123.');
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
