/** Calling Hours: the days and times at which leads may be called, in their local time. */
import { Duration, IANAZone } from 'luxon';
import { z } from 'zod';

import { field, readCollection, type Checked } from '../../../../service/fieldChecks';
import { choice, shownIn, text } from '../../../../service/fieldKinds';
import { isBlank, meansNothing, onlyValue, wrongValue } from '../../../../service/values';

const weekdays = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'];

const timeOfDay = (label: string, byDefault: string, description: string) => ({
	...text(label, description, { default: byDefault, placeholder: `e.g. ${byDefault}` }),
	check: field(label, `a time of day, e.g. ${byDefault}`, readTime, readTime(byDefault)!),
});

/** Read as minutes after midnight, and ISO numbers of days; a blank time zone is the lead's own, by the phone number. */
const fields = {
	from: timeOfDay(
		'From',
		'09:00',
		'The first time at which leads may be called, on a 24-hour clock',
	),
	until: timeOfDay(
		'Until',
		'20:00',
		"The time at which the hours end. It must be later than 'From'.",
	),
	days: {
		...text('Days', 'The days on which leads may be called', { type: 'multiOptions' }),
		options: weekdays.map((value) => ({ name: value[0]!.toUpperCase() + value.slice(1), value })),
		default: [...weekdays],
		check: field<number[]>('Days', 'days, e.g. monday, friday', readDays),
	},
	timeZone: {
		...text(
			'Time Zone',
			"Leave empty to take it from the lead's phone number. If your CRM knows the time zone of each lead, use its field.",
		),
		placeholder: 'e.g. Europe/Berlin',
		check: field(
			'Time Zone',
			'the name of a time zone, e.g. Europe/Berlin, or nothing',
			readTimeZone,
			'',
		),
	},
	outside: choice(
		'Outside the Hours',
		'What to do with a lead whose call would be outside the hours',
		[
			[
				'callWhenTheyBegin',
				'Call When They Begin',
				'Brightcall gets the lead now and calls when the hours begin',
			],
			['skip', 'Skip', 'The node does not call the lead. The output shows when the hours begin.'],
		],
	),
};

export const callingHoursField = {
	displayName: 'Calling Hours',
	type: 'fixedCollection' as const,
	// False, and not left out: else n8n does not save the option as long as every value in it is the default.
	typeOptions: { multipleValues: false },
	default: { hours: {} },
	description:
		"When leads may be called, in the local time of the lead. The node takes the time zone from the phone number, unless you set 'Time Zone'.",
	options: [{ displayName: 'Hours', name: 'hours', values: shownIn(fields) }],
	check: z.unknown(),
};

/** The option of one item, checked. */
export type CallingHours = Checked<typeof fields>;

/** Undefined when the option was not added. `reject` is told in a sentence of each value that cannot be read. */
export function readCallingHours(
	value: unknown,
	reject: (message: string) => void,
): CallingHours | undefined {
	if (isBlank(value)) return undefined;
	const { hours: rows } = onlyValue(value) as { hours?: unknown };
	const given: Record<string, unknown> = { ...(onlyValue(rows) as object) };
	const rejectPart = (message: string) => reject(`Calling Hours, ${message}`);
	const hours = readCollection(fields, given, (_name, _label, message) => rejectPart(message));
	if (hours.until <= hours.from) {
		const from = Duration.fromObject({ minutes: hours.from }).toFormat('hh:mm');
		rejectPart(wrongValue('Until', `a time after 'From' (${from})`, given.until));
	}
	return hours;
}

/** `9`, `09:00`, `9:00:00`, `8:30 pm` -> minutes after midnight; 24:00 is the end of the day. */
function readTime(value: unknown): number | undefined {
	const text = String(value).trim().toLowerCase();
	const parts = /^(\d{1,2})(?:[:.](\d\d))?(?::00)?(?: ?([ap])\.?m\.?)?$/.exec(text);
	if (!parts) return undefined;
	const [hour, minute, half] = [Number(parts[1]), Number(parts[2] ?? 0), parts[3]];
	if (half !== undefined && (hour < 1 || hour > 12)) return undefined;
	const minutes = (half ? (hour % 12) + (half === 'p' ? 12 : 0) : hour) * 60 + minute;
	return minute < 60 && minutes <= 24 * 60 ? minutes : undefined;
}

/** Names of days as a list or with commas between them -> ISO numbers; at least one. */
function readDays(value: unknown): number[] | undefined {
	if (isBlank(value) && !Array.isArray(value)) return weekdays.map((_, index) => index + 1);
	const names = Array.isArray(value) ? value : String(value).split(',');
	const days = names.map((name) => weekdays.indexOf(String(name).trim().toLowerCase()) + 1);
	return days.length > 0 && !days.includes(0) ? days : undefined;
}

/** Abbreviations are refused: BST is in London, and in Dhaka. */
function readTimeZone(value: unknown): string | undefined {
	if (meansNothing(value)) return '';
	const name = String(value).trim();
	const isName = /^(?:utc|gmt|(?![a-z]{3}$)[a-z].+)$/i.test(name);
	return isName && IANAZone.isValidZone(name) ? name : undefined;
}
