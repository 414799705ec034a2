// Makes an answer of the live service unrecognisable: of what it says only known words stay, of what it is the shape.
import type { Body } from '../../../nodes/service/http/answer.ts';
import type { Answer } from '../../../nodes/service/http/transport.ts';
import { bareName, isNoAnswer, placeOf, redact, redacted } from '../builtPackage.mts';
import { marker, sentTexts } from '../steps/leads.mts';
import { MadeUp } from './madeUp.mts';
import { inKnownWords, isKnownWord } from './words.mts';

/** More of a list says nothing more. */
const mostEntries = 2;

/** Of a text that is not JSON. */
const mostCharacters = 500;

/**
 * Returns the function that makes answers unrecognisable.
 *
 * Nothing is looked for that might be private: what is not known to be harmless is replaced. The same value is always
 * replaced by the same, in all answers, so that what belongs together still does.
 *
 * @param secrets keys and phones of the person, looked for once more in what is left
 */
export function anonymiser(secrets: string[]): (answer: Answer) => Answer {
	const madeUp = new MadeUp();
	return (answer) => {
		if (isNoAnswer(answer)) return answer;
		const value = anonymousValue(answer.body, madeUp);
		return { ...answer, body: { ...answer.body, value: redact(value, secrets) } };
	};
}

function anonymousValue({ kind, value }: Body, madeUp: MadeUp): unknown {
	switch (kind) {
		case 'json':
			return anonymous(value, '', madeUp);
		case 'text':
			return inKnownWords(String(value).slice(0, mostCharacters));
		case 'page':
			return anonymousPage(String(value));
		case 'cutOff':
			return '{';
		case 'empty':
			return value;
	}
}

/** Of a page its title: it says whose it is. */
function anonymousPage(page: string): string {
	const title = /<title[^>]*>([^<]*)/i.exec(page)?.[1] ?? '';
	return `<!DOCTYPE html><html><head><title>${inKnownWords(title)}</title></head></html>`;
}

/** @param name the property that holds the value, '' for the body itself */
function anonymous(value: unknown, name: string, madeUp: MadeUp): unknown {
	if (typeof value === 'string') return anonymousText(value, name, madeUp);
	if (typeof value === 'number') return anonymousNumber(value, name, madeUp);
	if (Array.isArray(value)) {
		return value.slice(0, mostEntries).map((entry) => anonymous(entry, name, madeUp));
	}
	if (typeof value !== 'object' || value === null) return value;
	return Object.fromEntries(
		Object.entries(value).map(([inner, part]) => [
			anonymousName(inner, madeUp),
			// What stands in an error belongs to its message.
			anonymous(part, isMessage.test(name) ? name : inner, madeUp),
		]),
	);
}

/** Properties that hold what the service has to say, also deeper in them. */
const isMessage = /^(messages?|msg|\w*errors?\w*|exception|details?|reason|description|title)$/i;

/** Properties that hold a word or a code, or where a text is what the service has to say; the body itself is one. */
const mayBeMessage =
	/^(|success\w*|ok|\w*status|state|\w*code|results?|data|body|payload|response|\w*type|disconnected_by)$/i;

/** What people and companies are called, and what leads have said. */
const isPrivate = /name|company|address|city|street|^lc_param_/i;

const isId = /(^|_)ids?$|Ids?$/;

const isTime = /time|date|stamp|_at$|At$|_sec$|duration/i;

const oneTime = /^\d{4}-\d\d-\d\d([T ]\d\d:\d\d(:\d\d(\.\d+)?)?( ?(Z|UTC|[+-]\d\d:?\d\d))?)?$/;

/** Kinds of texts, the first that fits, and what comes in their place. */
const kinds: Array<[RegExp, (text: string, madeUp: MadeUp) => string]> = [
	[/^[^\s@]+@[^\s@]+$/, (text, madeUp) => madeUp.email(text)],
	[/^[a-z][a-z+.-]*:\/\//i, (text, madeUp) => madeUp.url(text)],
	[/^\d{1,3}(\.\d{1,3}){3}$/, () => '192.0.2.1'],
	[oneTime, (text) => text.replace(/^[\d-]{10}/, '2026-01-01')],
	[/^\+?[\d\s().-]{7,20}$/, (text, madeUp) => madeUp.phone(text)],
	[/^\d{4,6}$/, (text, madeUp) => String(madeUp.number(text))],
	[/^\d{1,3}$/, (text) => text],
	// Hexadecimal, UUID, ULID and their like.
	[/^(?=.*\d)[\w-]{16,}$/, (text, madeUp) => madeUp.id(text)],
];

function anonymousText(given: string, name: string, madeUp: MadeUp): string {
	const text = given.trim();
	if (text === '') return given;
	// The service leaves spaces at the end of names [seen].
	const start = given.indexOf(text);
	const end = given.slice(start + text.length);
	return given.slice(0, start) + replacementOf(text, name, madeUp) + end;
}

function replacementOf(text: string, name: string, madeUp: MadeUp): string {
	if (text === redacted || sentTexts.includes(text)) return text;
	if (isMessage.test(name) || mayBeMessage.test(name)) return inKnownWords(text);
	if (/^lc_param_/i.test(text)) return anonymousName(text, madeUp);
	if (isPrivate.test(name)) return madeUp.text(text);
	if (isTime.test(name) && oneTime.test(text)) return text;
	if (/^time_?zone$/i.test(name) && text.includes('/')) return 'America/New_York';
	if (/country/i.test(name) && /^[a-z]{2}$/i.test(text)) return 'US';
	if (isId.test(name) && /^\d{1,6}$/.test(text)) return String(madeUp.number(text));
	const [, replace = inKnownWords] = kinds.find(([kind]) => kind.test(text)) ?? [];
	return replace(text, madeUp);
}

function anonymousNumber(value: number, name: string, madeUp: MadeUp): number {
	if (isId.test(name)) return madeUp.number(value);
	const size = Math.abs(value);
	if (isTime.test(name) || (mayBeMessage.test(name) && size < 1e6)) return value;
	if (size >= 1e6) return Number(madeUp.phone(String(Math.trunc(size))));
	return size >= 1000 ? 1000 : value;
}

/** What a property may be called: like a field of the service, with a word in it that is known. */
function anonymousName(name: string, madeUp: MadeUp): string {
	if (/^lc_param_/i.test(name)) {
		const bare = bareName(name);
		return bare === marker.name || placeOf(bare) !== undefined ? name : madeUp.parameter(name);
	}
	const words = name.split(/[\d_-]+|(?<=[a-z])(?=[A-Z])/);
	const isField = /^[A-Za-z_][\w-]{0,39}$/.test(name) && !/\d{3}/.test(name);
	return isKnownWord(name) || (isField && words.some(isKnownWord)) ? name : madeUp.field(name);
}
