import {
	readCallingHours,
	zonesOf,
} from '../../../../../../nodes/Brightcall/call/triggerSpeedToLead/hours/callingHours';

const readOption = (option: unknown) => {
	const problems: string[] = [];
	const found = readCallingHours(option, (message) => problems.push(message));
	return problems.length > 0 ? problems : found;
};
const read = (hours: object) => readOption({ hours });

const everyDay = [1, 2, 3, 4, 5, 6, 7];
const asShown = {
	from: 540,
	until: 1200,
	days: everyDay,
	timeZone: undefined,
	outside: 'callWhenTheyBegin',
};

test('is off until it is added', () => {
	expect(readOption(undefined)).toBeUndefined();
	expect(readOption(null)).toBeUndefined();
});

test('means what the form shows where nothing was changed or a field is blank', () => {
	expect(readOption({})).toEqual(asShown);
	expect(read({})).toEqual(asShown);
	expect(readOption({ hours: null })).toEqual(asShown);
	expect(read({ from: '', until: ' ', days: null, timeZone: 'n/a', outside: '' })).toEqual(asShown);
});

test.each([
	['09:00', 540],
	['9:00', 540],
	[9, 540],
	['9', 540],
	['09:30:00', 570],
	['8.15', 495],
	['7:45 AM', 465],
	['12 pm', 720],
	['12 a.m.', 0],
	['00:00', 0],
])('reads %p as a time of day', (from, minutes) => {
	expect(read({ from })).toMatchObject({ from: minutes });
});

test('the day ends at 24:00', () => {
	expect(read({ until: '24:00' })).toMatchObject({ until: 1440 });
});

test.each([
	[{ from: '25:00' }, 'Calling Hours, From: expected a time of day, e.g. 09:00, got "25:00"'],
	[{ from: '9:75' }, 'Calling Hours, From: expected a time of day, e.g. 09:00, got "9:75"'],
	[{ from: '13 pm' }, 'Calling Hours, From: expected a time of day, e.g. 09:00, got "13 pm"'],
	[{ until: 'late' }, 'Calling Hours, Until: expected a time of day, e.g. 20:00, got "late"'],
	[{ until: '24:01' }, 'Calling Hours, Until: expected a time of day, e.g. 20:00, got "24:01"'],
	[{ until: '09:00' }, `Calling Hours, Until: expected a time after 'From' (09:00), got "09:00"`],
	[
		{ from: '22:00', until: '06:00' },
		`Calling Hours, Until: expected a time after 'From' (22:00), got "06:00"`,
	],
	[{ days: [] }, 'Calling Hours, Days: expected days, e.g. monday, friday, got []'],
	[{ days: 'someday' }, 'Calling Hours, Days: expected days, e.g. monday, friday, got "someday"'],
	[
		{ timeZone: 'Berlin' },
		'Calling Hours, Time Zone: expected an IANA time zone, e.g. Europe/Berlin, or nothing, got "Berlin"',
	],
	[
		{ outside: 'later' },
		'Calling Hours, Outside the Hours: expected one of callWhenTheyBegin, skip, got "later"',
	],
])('refuses %p', (hours, message) => {
	expect(read(hours)).toEqual([message]);
});

test('reads hours that an expression gives as a list of one', () => {
	expect(readOption({ hours: [{ from: '10:00' }] })).toMatchObject({ from: 600 });
});

test('takes days as a list or as text', () => {
	expect(read({ days: ['monday', 'sunday'] })).toMatchObject({ days: [1, 7] });
	expect(read({ days: 'Monday, Friday' })).toMatchObject({ days: [1, 5] });
});

test.each([
	'Europe/Berlin',
	'america/new_york',
	'America/Argentina/Buenos_Aires',
	'UTC',
	'Singapore',
	'NZ',
	' Asia/Tokyo ',
])('takes %p as a time zone', (timeZone) => {
	expect(read({ timeZone })).toMatchObject({ timeZone: timeZone.trim() });
});

test.each([
	'BST',
	'EST',
	'ist',
	'GMT+2',
	'+02:00',
	'Europe/Nowhere',
	'Eastern Time (US & Canada)',
	5,
	{},
])('takes %p for no time zone', (timeZone) => {
	expect(read({ timeZone })).toEqual([expect.stringContaining('Time Zone: expected')]);
});

describe('the zones of a lead', () => {
	const workflow = 'America/New_York';
	const berlin = { phoneNumber: '+4930123456' };

	test('are those of the option, then of the number', () => {
		expect(zonesOf({ timeZone: 'Asia/Tokyo' }, berlin, workflow)).toEqual({
			zones: ['Asia/Tokyo'],
		});
		expect(zonesOf({}, berlin, workflow)).toEqual({ zones: ['Europe/Berlin'] });
	});

	test("are the workflow's where nothing is known, with a warning", () => {
		expect(zonesOf({}, { phoneNumber: '4155550123' }, workflow)).toEqual({
			zones: [workflow],
			warning:
				"Calling Hours: the time zone of 4155550123 is not known, so the node used the workflow's (America/New_York)",
		});
	});
});
