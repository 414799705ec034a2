/** The spellings in which people, forms, CRMs and sheets deliver a number that Google's library has written correctly. */
import { callingCodeOf, readByGoogle, type KnownNumber } from './phoneNumbers.mts';

export interface Spelling {
	name: string;
	/** Spellings that people really use are read; the others must only never be read as another number. */
	isUsual: boolean;
	/** Whether each example number is tried with each country as the Country, not only with one. */
	isForEveryCountry?: boolean;
	/** How strictly it is checked; by default as the form does. */
	check?: 'valid';
	/** What arrives; undefined where nobody of that country writes so. */
	write: (
		number: KnownNumber,
		home: string,
	) => { value: string | number; country: string } | undefined;
}

/** With a + the number is complete: the Country is not set, or is another one. */
const complete = (value: string | number) => ({ value, country: '' });

const hasTrunkZero = ({ national, nationalDigits }: KnownNumber) =>
	national.replace(/\D/g, '') === `0${nationalDigits}`;

const fullWidth = (text: string) =>
	text.replace(/[+\d]/g, (sign) => String.fromCodePoint(sign.codePointAt(0)! + 0xfee0));

const usual = (name: string, write: Spelling['write']): Spelling => ({
	name,
	isUsual: true,
	write,
});
const rare = (name: string, write: Spelling['write']): Spelling => ({
	name,
	isUsual: false,
	write,
});
/** What workflows, GET webhooks and "digits only" cleaning make of a number, whatever the Country is. */
const forEveryCountry = (
	name: string,
	write: (number: KnownNumber, home: string) => string | undefined,
): Spelling => ({
	name,
	isUsual: false,
	isForEveryCountry: true,
	write: (number, home) => {
		const value = write(number, home);
		return value === undefined ? undefined : { value, country: home };
	},
});

/** Brazil's mobiles as they were until 2016, and as WhatsApp still has many. */
const withoutNine = ({ country, kind, nationalDigits }: KnownNumber) =>
	country === 'BR' && kind === 'mobile' && /^..9[689]/.test(nationalDigits)
		? nationalDigits.replace(/^(..)9/, '$1')
		: undefined;

/** Numbers in no use: as none of them may be read, what is read is wrong. */
export const spellingsOfUnused: Spelling[] = [
	{
		name: '+49... in no use, Valid Numbers Only',
		isUsual: false,
		check: 'valid',
		write: ({ e164 }) => complete(e164),
	},
	{
		name: '1512... in no use, Valid Numbers Only',
		isUsual: false,
		check: 'valid',
		write: ({ nationalDigits, country }) => ({ value: nationalDigits, country }),
	},
];

export const spellings: Spelling[] = [
	usual('+491512...', ({ e164 }) => complete(e164)),
	usual('+49 1512 ..., another Country set', ({ international, country }) => ({
		value: international,
		country: country === 'FR' ? 'ES' : 'FR',
	})),
	usual('01512 ... in its Country', ({ national, country }) => ({ value: national, country })),
	usual('01512... digits in its Country', ({ national, country }) => ({
		value: national.replace(/\D/g, ''),
		country,
	})),
	usual('1512..., a sheet took the 0', ({ nationalDigits, country }) => ({
		value: Number(nationalDigits.replace(/^0+/, '')),
		country,
	})),
	usual('491512..., a sheet took the +', ({ e164, country }) => ({
		value: Number(e164.slice(1)),
		country,
	})),
	usual('491512....0 of a float column', ({ e164, country }) => ({
		value: `${e164.slice(1)}.0`,
		country,
	})),
	usual('00491512...', ({ e164 }) => complete(`00${e164.slice(1)}`)),
	usual('0049 1512 ... in its Country', ({ international, country }) => ({
		value: international.replace('+', '00'),
		country,
	})),
	usual('011 49 1512 ... from the US', ({ fromUnitedStates }) => ({
		value: fromUnitedStates,
		country: 'US',
	})),
	usual('+49 (0) 1512 ...', (number) =>
		hasTrunkZero(number)
			? complete(`+${number.callingCode} (0) ${number.national.replace(/^\D*0/, '')}`)
			: undefined,
	),
	usual('+49 01512..., the 0 was kept', (number) =>
		hasTrunkZero(number) ? complete(`+${number.callingCode} 0${number.nationalDigits}`) : undefined,
	),
	usual('0049 01512..., the 0 was kept', (number) =>
		hasTrunkZero(number) ? complete(`00${number.callingCode}0${number.nationalDigits}`) : undefined,
	),
	usual('(+49) 1512 ...', ({ international, callingCode }) =>
		complete(international.replace(`+${callingCode}`, `(+${callingCode})`)),
	),
	usual('tel:+49-1512-...', ({ uri }) => complete(uri)),
	usual('whatsapp:+491512...', ({ e164 }) => complete(`whatsapp:${e164}`)),
	usual('p:+491512... of an ad form', ({ e164 }) => complete(`p:${e164}`)),
	usual('="+491512..." of a sheet', ({ e164 }) => complete(`="${e164}"`)),
	usual("'+491512... of a sheet", ({ e164 }) => complete(`'${e164}`)),
	usual('<+49 1512 ...>', ({ international }) => complete(`<${international}>`)),
	usual('Mobile: 01512 ... in its Country', ({ national, country }) => ({
		value: `Mobile: ${national}`,
		country,
	})),
	usual('+49 1512 ... (mobile)', ({ international }) => complete(`${international} (mobile)`)),
	usual('+491512... John Smith', ({ e164 }) => complete(`${e164} John Smith`)),
	usual('📞 +49 1512 ...', ({ international }) => complete(`📞 ${international}`)),
	usual('+49•1512•...', ({ international }) =>
		complete(international.replace(/\W+(?=\d)/g, '•').replace('•', '+')),
	),
	usual('01512_..., in its Country', ({ national, country }) => ({
		value: national.replace(/\W+/g, '_').replace(/^_/, ''),
		country,
	})),
	usual('+49 1512 ...;', ({ international }) => complete(`${international};`)),
	usual('full-width digits', ({ international }) => complete(fullWidth(international))),
	usual('01512 ... ext. 12 in its Country', ({ national, country }) => ({
		value: `${national} ext. 12`,
		country,
	})),
	rare('+49 49 1512..., the code twice', ({ callingCode, nationalDigits }) =>
		complete(`+${callingCode} ${callingCode} ${nationalDigits}`),
	),
	rare('+49 +491512..., the code twice', ({ e164, callingCode }) =>
		complete(`+${callingCode} ${e164}`),
	),
	rare('49491512..., the code twice', ({ callingCode, nationalDigits, country }) => ({
		value: `${callingCode}${callingCode}${nationalDigits}`,
		country,
	})),
	rare('+0491512..., a 0 before the code', ({ e164 }) => complete(e164.replace('+', '+0'))),
	rare('0491512..., a 0 before the code', ({ e164, country }) => {
		const value = e164.replace('+', '0');
		// 046 8123456 is a right number in the Swedish town of Lund, not a mistaken one in Stockholm.
		return readByGoogle(value, country) === undefined ? { value, country } : undefined;
	}),
	{ ...usual('+491512..., Valid Numbers Only', ({ e164 }) => complete(e164)), check: 'valid' },
	rare('+55 11 6123-4567, Brazil without its 9', (number) => {
		const digits = withoutNine(number);
		return digits === undefined ? undefined : complete(`+55${digits}`);
	}),
	rare('(11) 6123-4567, Brazil without its 9', (number) => {
		const digits = withoutNine(number);
		return digits === undefined ? undefined : { value: digits, country: number.country };
	}),
	forEveryCountry('491512... with any Country', ({ e164 }) => e164.slice(1)),
	forEveryCountry('49 1512 ... with any Country', ({ international }) => international.slice(1)),
	forEveryCountry(' 49 1512 ..., a blank for the +', ({ international }) =>
		international.replace('+', ' '),
	),
	forEveryCountry(
		'4901512..., the 0 was kept',
		(number) => number.callingCode + (hasTrunkZero(number) ? '0' : '') + number.nationalDigits,
	),
	forEveryCountry('+1512..., a + before a national number', ({ nationalDigits }, home) =>
		// Digits that begin like the Country's code cannot be told from its numbers.
		nationalDigits.startsWith(callingCodeOf(home)) ? undefined : `+${nationalDigits}`,
	),
	rare('+01512 ..., a + before a national number', ({ national, country }) => ({
		value: `+${national}`,
		country,
	})),
	forEveryCountry(
		'+49+1512...',
		({ callingCode, nationalDigits }) => `+${callingCode}+${nationalDigits}`,
	),
	forEveryCountry(
		'+49 +49 1512 ...',
		({ callingCode, nationalDigits }) => `+${callingCode} +${callingCode} ${nationalDigits}`,
	),
	forEveryCountry(
		'+1+491512..., another code in front',
		({ callingCode, e164 }) => `+${callingCode === '1' ? '44' : '1'}${e164}`,
	),
	forEveryCountry('+491512... with any Country', ({ e164 }) => e164),
];
