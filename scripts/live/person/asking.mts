// What the person is asked for: the keys, phones of their own, a yes.
import type { BrightcallCredential } from '../../../nodes/service/credential.ts';
import { defaultBaseUrl, readCredential, readPhone } from '../builtPackage.mts';
import type { Terminal } from './terminal.mts';

interface Key {
	field: 'widgetKey' | 'apiKey' | 'accountApiKey';
	variable: string;
	label: string;
	isOptional?: boolean;
}

const keys: Key[] = [
	{ field: 'widgetKey', variable: 'BRIGHTCALL_WIDGET_KEY', label: 'Widget Key' },
	{ field: 'apiKey', variable: 'BRIGHTCALL_API_KEY', label: 'Widget API Key' },
	{
		field: 'accountApiKey',
		variable: 'BRIGHTCALL_ACCOUNT_KEY',
		label: 'Account API Key (General Settings; Enter: none)',
		isOptional: true,
	},
];

export interface Entered {
	credential: BrightcallCredential;
	/** Whether the person has just looked the widget's keys up. */
	areTyped: boolean;
}

/**
 * Takes the keys from the environment, and asks for the others; nothing that is typed appears.
 *
 * @throws Ended; Error that names what is missing or wrong, never a key
 */
export async function enterKeys(terminal: Terminal, env: NodeJS.ProcessEnv): Promise<Entered> {
	const isMissing = ({ variable }: Key) => !env[variable]?.trim();
	const missing = keys.filter(isMissing);
	if (terminal.isAttended && missing.length > 0) {
		terminal.say();
		terminal.say(
			'The keys stand in Brightcall: Speed To Lead, Widgets, your widget, Integrations.',
		);
		terminal.say('What you type or paste does not appear.\n');
	}
	const data: Record<string, string> = {
		baseUrl: env.BRIGHTCALL_BASE_URL?.trim() || defaultBaseUrl,
	};
	for (const key of keys) {
		data[key.field] = env[key.variable]?.trim() ?? '';
		if (data[key.field] === '' && terminal.isAttended) {
			data[key.field] = await enterKey(terminal, key);
		}
	}
	const [first] = missing.filter(({ isOptional }) => !isOptional);
	if (first && !terminal.isAttended)
		throw new Error(`${first.variable}: expected the ${first.label}, got nothing`);
	const areTyped = terminal.isAttended && missing.some(({ isOptional }) => !isOptional);
	return { credential: readCredential(data, 'widget'), areTyped };
}

async function enterKey(terminal: Terminal, { label, isOptional }: Key): Promise<string> {
	for (;;) {
		const typed = await terminal.ask(`  ${label}: `, true);
		if (typed !== '' || isOptional) return typed;
		terminal.say('  Nothing came. Copy the key, paste it here and press Enter.');
	}
}

/**
 * Asks for a phone of the person's own.
 *
 * @param taken what it must not be
 * @returns E.164, or undefined for none
 * @throws Ended
 */
export async function enterNumber(
	terminal: Terminal,
	question: string,
	taken?: string,
): Promise<string | undefined> {
	for (;;) {
		const typed = await terminal.ask(question);
		if (typed === '') return undefined;
		const read = readPhone(typed, '', 'possible');
		if ('expected' in read || !read.phoneNumber.startsWith('+')) {
			terminal.say('          Expected a number with + and country code, e.g. +14155550123.');
		} else if (read.phoneNumber === taken) {
			terminal.say('          Expected another phone than the first.');
		} else {
			return read.phoneNumber;
		}
	}
}

/**
 * A question that is answered in a full word, or with Enter.
 *
 * @throws Ended
 */
export async function enterYesOrNo(
	terminal: Terminal,
	question: string,
): Promise<'yes' | 'no' | undefined> {
	for (;;) {
		const typed = (await terminal.ask(question)).toLowerCase();
		if (typed === '') return undefined;
		if (typed === 'yes' || typed === 'no') return typed;
		terminal.say('          Please type yes, no or stop, or press Enter to leave it open.');
	}
}
