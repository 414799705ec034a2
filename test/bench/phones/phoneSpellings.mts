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

type Write = (number: KnownNumber, home: string) => string | number | undefined;

/** @param countryFor the Country that is set, '' where the number is complete without one */
function spelling(
	name: string,
	write: Write,
	countryFor: (number: KnownNumber, home: string) => string,
	more?: Partial<Spelling>,
): Spelling {
	return {
		name,
		isUsual: true,
		write: (number, home) => {
			const value = write(number, home);
			return value === undefined ? undefined : { value, country: countryFor(number, home) };
		},
		...more,
	};
}

const rare = { isUsual: false };
const complete = (name: string, write: Write, more?: Partial<Spelling>) =>
	spelling(name, write, () => '', more);
const atHome = (name: string, write: Write, more?: Partial<Spelling>) =>
	spelling(name, write, ({ country }) => country, more);
/** What workflows, GET webhooks and "digits only" cleaning make of a number, whatever the Country is. */
const forEveryCountry = (name: string, write: Write) =>
	spelling(name, write, (_, home) => home, { ...rare, isForEveryCountry: true });

const hasTrunkZero = ({ national, nationalDigits }: KnownNumber) =>
	national.replace(/\D/g, '') === `0${nationalDigits}`;

const fullWidth = (text: string) =>
	text.replace(/[+\d]/g, (sign) => String.fromCodePoint(sign.codePointAt(0)! + 0xfee0));

/** Brazil's mobiles as they were until 2016, and as WhatsApp still has many. */
const withoutNine = ({ country, kind, nationalDigits }: KnownNumber) =>
	country === 'BR' && kind === 'mobile' && /^..9[689]/.test(nationalDigits)
		? nationalDigits.replace(/^(..)9/, '$1')
		: undefined;

/** Numbers in no use: as none of them may be read, what is read is wrong. */
export const spellingsOfUnused: Spelling[] = [
	complete('+49... not in use, Valid Numbers Only', ({ e164 }) => e164, { check: 'valid' }),
	atHome('1512... not in use, Valid Numbers Only', (it) => it.nationalDigits, { check: 'valid' }),
];

export const spellings: Spelling[] = [
	complete('+491512...', ({ e164 }) => e164),
	spelling(
		'+49 1512 ..., another Country set',
		({ international }) => international,
		({ country }) => (country === 'FR' ? 'ES' : 'FR'),
	),
	atHome('01512 ... in its Country', ({ national }) => national),
	atHome('01512... digits in its Country', ({ national }) => national.replace(/\D/g, '')),
	atHome('1512..., a sheet took the 0', (it) => Number(it.nationalDigits.replace(/^0+/, ''))),
	atHome('491512..., a sheet took the +', ({ e164 }) => Number(e164.slice(1))),
	atHome('491512....0, a sheet added .0', ({ e164 }) => `${e164.slice(1)}.0`),
	complete('00491512...', ({ e164 }) => `00${e164.slice(1)}`),
	atHome('0049 1512 ... in its Country', (it) => it.international.replace('+', '00')),
	spelling(
		'011 49 1512 ... from the US',
		({ fromUnitedStates }) => fromUnitedStates,
		() => 'US',
	),
	complete('+49 (0) 1512 ...', (number) =>
		hasTrunkZero(number)
			? `+${number.callingCode} (0) ${number.national.replace(/^\D*0/, '')}`
			: undefined,
	),
	complete('+49 01512..., the 0 was kept', (number) =>
		hasTrunkZero(number) ? `+${number.callingCode} 0${number.nationalDigits}` : undefined,
	),
	complete('0049 01512..., the 0 was kept', (number) =>
		hasTrunkZero(number) ? `00${number.callingCode}0${number.nationalDigits}` : undefined,
	),
	complete('(+49) 1512 ...', ({ international, callingCode }) =>
		international.replace(`+${callingCode}`, `(+${callingCode})`),
	),
	complete('tel:+49-1512-...', ({ uri }) => uri),
	complete('whatsapp:+491512...', ({ e164 }) => `whatsapp:${e164}`),
	complete('p:+491512... of an ad form', ({ e164 }) => `p:${e164}`),
	complete('="+491512..." of a sheet', ({ e164 }) => `="${e164}"`),
	complete("'+491512... of a sheet", ({ e164 }) => `'${e164}`),
	complete('<+49 1512 ...>', ({ international }) => `<${international}>`),
	atHome('Mobile: 01512 ... in its Country', ({ national }) => `Mobile: ${national}`),
	complete('+49 1512 ... (mobile)', ({ international }) => `${international} (mobile)`),
	complete('+491512... John Smith', ({ e164 }) => `${e164} John Smith`),
	complete('📞 +49 1512 ...', ({ international }) => `📞 ${international}`),
	complete('+49•1512•...', ({ international }) =>
		international.replace(/\W+(?=\d)/g, '•').replace('•', '+'),
	),
	atHome('01512_..., in its Country', (it) => it.national.replace(/\W+/g, '_').replace(/^_/, '')),
	complete('+49 1512 ...;', ({ international }) => `${international};`),
	complete('full-width digits', ({ international }) => fullWidth(international)),
	atHome('01512 ... ext. 12 in its Country', ({ national }) => `${national} ext. 12`),
	complete(
		'+49 49 1512..., the code twice',
		({ callingCode, nationalDigits }) => `+${callingCode} ${callingCode} ${nationalDigits}`,
		rare,
	),
	complete('+49 +491512..., the code twice', (it) => `+${it.callingCode} ${it.e164}`, rare),
	atHome('49491512..., the code twice', (it) => it.callingCode + it.e164.slice(1), rare),
	complete('+0491512..., a 0 before the code', ({ e164 }) => e164.replace('+', '+0'), rare),
	atHome(
		'0491512..., a 0 before the code',
		({ e164, country }) => {
			const value = e164.replace('+', '0');
			// 046 8123456 is a right number in the Swedish town of Lund, not a mistaken one in Stockholm.
			return readByGoogle(value, country) === undefined ? value : undefined;
		},
		rare,
	),
	complete('+491512..., Valid Numbers Only', ({ e164 }) => e164, { check: 'valid' }),
	complete(
		'+55 11 6123-4567, Brazil without its 9',
		(number) => withoutNine(number)?.replace(/^/, '+55'),
		rare,
	),
	atHome('(11) 6123-4567, Brazil without its 9', withoutNine, rare),
	forEveryCountry('491512... with any Country', ({ e164 }) => e164.slice(1)),
	forEveryCountry('49 1512 ... with any Country', ({ international }) => international.slice(1)),
	forEveryCountry(' 49 1512 ..., a space for the +', (it) => it.international.replace('+', ' ')),
	forEveryCountry(
		'4901512..., the 0 was kept',
		(number) => number.callingCode + (hasTrunkZero(number) ? '0' : '') + number.nationalDigits,
	),
	forEveryCountry('+1512..., a + before a national number', ({ nationalDigits }, home) =>
		// Digits that begin like the Country's code cannot be told from its numbers.
		nationalDigits.startsWith(callingCodeOf(home)) ? undefined : `+${nationalDigits}`,
	),
	atHome('+01512 ..., a + before a national number', ({ national }) => `+${national}`, rare),
	forEveryCountry('+49+1512...', (it) => `+${it.callingCode}+${it.nationalDigits}`),
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
