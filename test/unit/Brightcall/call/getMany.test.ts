import { readFilters } from '../../../../nodes/Brightcall/call/getMany';
import { readCallEvent } from '../../../../nodes/service/calls/callEvent';

const read = (filters: Record<string, unknown>, timezone = 'Europe/London') =>
	readFilters(filters, timezone);
const callAt = (time: string | null, more: object = {}) =>
	readCallEvent({ type: 'end_call', time_started_iso_string: time, ...more });

test('no filter asks for all', () => {
	expect(read({})).toEqual({ query: {}, fits: undefined });
	const blank = { agent: ' ', dateFrom: '', status: null, widgetIds: '' };
	expect(read(blank)).toEqual({ query: {}, fits: undefined });
});

test.each([
	[{ agent: ' Anna ' }, { filter_agent: 'Anna' }],
	[{ search: 7 }, { search_string: '7' }],
	[{ status: 'answered' }, { status: 'CallStatusType.CLIENT_ANSWERED' }],
	[{ status: 'no_answer' }, { status: 'CallStatusType.OPERATOR_ANSWERED' }],
	[{ status: 'missed' }, { status: 'CallStatusType.NO_ANSWER' }],
	[{ talkSecondsFrom: 0 }, { filter_talk_time_from: '0' }],
	[{ talkSecondsTo: '60' }, { filter_talk_time_to: '60' }],
	[{ widgetIds: 7001 }, { widget_ids: '7001' }],
	[{ widgetIds: '7001; 7002 7003' }, { widget_ids: '7001,7002,7003' }],
	[{ widgetIds: [7001, '7002'] }, { widget_ids: '7001,7002' }],
])('%j is %j', (filters, query) => {
	expect(read(filters)).toEqual({ query, fits: undefined });
});

test.each([
	['+44 20 7946 0018', '442079460018'],
	['020 7946 0018', '9460018'],
	['8 (912) 345-67-89', '3456789'],
	['0044 20 7946 0018', '442079460018'],
	[14155550100, '14155550100'],
])('the phone number %j is looked for as %s, and compared here', (phoneNumber, digits) => {
	const { query, fits } = read({ phoneNumber });
	expect(query).toEqual({ filter_lead_number: digits });
	const number = digits.length > 7 ? digits : digits === '3456789' ? '79123456789' : '442079460018';
	const called = (lead_phone: unknown) => fits!(callAt(null, { lead: { lead_phone } }));
	expect(called(number)).toBe(true);
	expect(fits!(callAt(null, { called_lead_phone: number, lead: { lead_phone: '1' } }))).toBe(true);
	expect(called('33199001234')).toBe(false);
	expect(called(undefined)).toBe(false);
});

test('a last day alone asks for all calls up to then', () => {
	expect(read({ dateTo: '2026-07-01' }).query).toEqual({
		date_from: '2010-01-01',
		date_to: '2026-07-02',
	});
});

test('a first day after the last one is an error', () => {
	expect(() => read({ dateFrom: '2026-07-02', dateTo: '2026-07-01' })).toThrow(
		`Date From: expected a day that is not after 'Date To' (2026-07-01), got "2026-07-02"`,
	);
	expect(read({ dateFrom: '2026-07-01', dateTo: '2026-07-01' }).fits).toBeDefined();
});

test('a day is asked for with the days beside it, and cut to measure here', () => {
	const { query, fits } = read({ dateFrom: '2026-07-01', dateTo: '2026-07-02T09:00' });
	expect(query).toEqual({ date_from: '2026-06-30', date_to: '2026-07-03' });
	const [first, last] = ['2026-06-30T23:00:00Z', '2026-07-02T22:59:59.999Z'];
	const times = ['2026-06-30T22:59:59.999Z', first, last, '2026-07-02T23:00:00Z'];
	expect(times.filter((time) => fits!(callAt(time)))).toEqual([first, last]);
	// Brightcall says that it is of these days; only the time cannot be read.
	expect(fits!(callAt(null))).toBe(true);
});

test('a moment is of the day that it is in the time zone of the workflow', () => {
	const dateFrom = '2026-07-01T02:00:00Z';
	expect(read({ dateFrom }, 'America/New_York').query).toEqual({ date_from: '2026-06-29' });
	expect(read({ dateFrom }, 'Asia/Tokyo').query).toEqual({ date_from: '2026-06-30' });
});

test('the day on which clocks change', () => {
	const { fits } = read({ dateFrom: '2026-10-25', dateTo: '2026-10-25' });
	const times = ['2026-10-24T23:00:00Z', '2026-10-25T23:59:59Z', '2026-10-26T00:00:00Z'];
	expect(times.map((time) => fits!(callAt(time)))).toEqual([true, true, false]);
});

test.each([
	[{ dateFrom: '13:00' }, /^Date From: expected a date/],
	[{ dateTo: true }, /^Date To: expected a date/],
	[{ disconnectedBy: 'nobody' }, /^Disconnected By: expected one of agent, lead, got "nobody"$/],
	[{ phoneNumber: {} }, /^Phone Number: expected a phone number/],
	[{ agent: {} }, /^Agent: expected text/],
	[{ talkSecondsTo: 1.5 }, /^Talk Time To: expected a whole number of seconds, got 1.5$/],
	[{ widgetIds: [{}] }, /^Widget IDs: expected numbers/],
])('%j is refused', (filters, message) => {
	expect(() => read(filters)).toThrow(message);
});
