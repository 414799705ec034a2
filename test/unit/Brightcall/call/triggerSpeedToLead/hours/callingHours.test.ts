import { readCallingHours } from '../../../../../../nodes/Brightcall/call/triggerSpeedToLead/hours/callingHours';

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
	timeZone: '',
	outside: 'callWhenTheyBegin',
};

test.each([undefined, null, ''])('is off until it is added: %p', (option) => {
	expect(readOption(option)).toBeUndefined();
});

test.each([
	{},
	{ hours: {} },
	{ hours: null },
	{ hours: { from: '', until: ' ', days: null, timeZone: 'n/a', outside: '' } },
])('%j means what the form shows', (option) => {
	expect(readOption(option)).toEqual(asShown);
});

test.each<[object, object]>([
	[{ from: '9:00' }, { from: 540 }],
	[{ from: 9 }, { from: 540 }],
	[{ from: '09:30:00' }, { from: 570 }],
	[{ from: '8.15' }, { from: 495 }],
	[{ from: '7:45 AM' }, { from: 465 }],
	[{ from: '12 pm' }, { from: 720 }],
	[{ from: '12 a.m.' }, { from: 0 }],
	[{ until: '24:00' }, { until: 1440 }],
	[[{ from: '10:00' }], { from: 600 }],
	[{ days: ['monday', 'sunday'] }, { days: [1, 7] }],
	[{ days: 'Monday, Friday' }, { days: [1, 5] }],
	[{ timeZone: 'america/new_york' }, { timeZone: 'america/new_york' }],
	[{ timeZone: ' Asia/Tokyo ' }, { timeZone: 'Asia/Tokyo' }],
	[{ timeZone: 'UTC' }, { timeZone: 'UTC' }],
	[{ timeZone: 'NZ' }, { timeZone: 'NZ' }],
	[{ outside: 'skip' }, { outside: 'skip' }],
])('reads %j', (hours, expected) => {
	expect(read(hours)).toMatchObject(expected);
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
		'Calling Hours, Time Zone: expected the name of a time zone, e.g. Europe/Berlin, or nothing, got "Berlin"',
	],
	[
		{ outside: 'later' },
		'Calling Hours, Outside the Hours: expected one of callWhenTheyBegin, skip, got "later"',
	],
])('refuses %p', (hours, message) => {
	expect(read(hours)).toEqual([message]);
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
