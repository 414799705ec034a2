import { problemOfOncePer } from '../../../../../../nodes/Brightcall/call/triggerSpeedToLead/lead/oncePer';

const deal = { expression: '{{ $json.dealId }}', value: 'd-7' };
const month = { expression: '{{ $now.toFormat("yyyy-MM") }}', value: '2030-01' };
const problem = (parts: Array<typeof deal | { expression: string; value: unknown }>, item = {}) =>
	problemOfOncePer({ parts, item }, parts.map(({ value }) => value).join(' '));

test.each([
	[[deal]],
	[[deal, month]],
	[[month, deal]],
	[[{ expression: "{{ $('CRM').item.json.id }}", value: 12 }]],
	[[{ expression: '{{ $input.item.json.id }}', value: 2 ** 53 - 1 }]],
	[[{ expression: '{{ $parameter.phoneNumber }}', value: '+14155550123' }, month]],
	[[{ expression: '{{ $json.rate }}', value: 1.5 }]],
])('%j tells leads apart', (parts) => {
	expect(problem(parts)).toBeUndefined();
});

test.each([
	undefined,
	null,
	'',
	' ',
	'n/a',
	'-',
	'none',
	0,
	'0',
	NaN,
	'undefined',
	'undefined/undefined',
	'|',
	' / ',
	'{}',
	'Invalid DateTime',
	'7|Invalid Date',
	'deal-undefined',
	'null|won',
	'd7null',
	'NaN',
	{},
	{ id: 7 },
	[{ id: 7 }],
	2 ** 53,
	1e21,
])('an expression that gives %j is named', (value) => {
	const bad = { expression: '{{ $json.deal }}', value };
	for (const parts of [[bad], [deal, bad], [bad, month]]) {
		expect(problem(parts)).toMatch(/^Once Per: expected .* from \{\{ \$json\.deal \}\}, got /);
	}
});

test('a number beyond 2^53 is named inside a text, too', () => {
	const bad = { expression: '{{ "deal " + $json.deal.id }}', value: `deal ${2 ** 60}` };
	expect(problem([bad], { deal: { id: 2 ** 60 } })).toMatch(
		/expected a number up to .* from \{\{ "d/,
	);
	expect(problem([bad], { deal: { id: String(2 ** 60), size: 2 ** 53 } })).toBeUndefined();
});

test.each([
	['Null', 'Ann Null'],
	['null', 'ann.null@example.com'],
	['undefined', 'The undefined Ltd'],
])('%s is fine where the item has it', (_, name) => {
	const part = { expression: '{{ $json.company.name }}', value: name };
	expect(problem([part], { company: { name } })).toBeUndefined();
});

test.each([
	[[]],
	[[month]],
	[[{ expression: '{{ $workflow.id }}', value: 'abc' }]],
	[[{ expression: '{{ $itemIndex + 1 }}', value: 3 }]],
	[[{ expression: '{{ "json" }}', value: 'json' }]],
	[[{ expression: '{{ $json.isNew }}', value: true }]],
])('%j is the same for many leads', (parts) => {
	expect(problem(parts)).toMatch(/^Once Per: expected a value of the lead's own, e\.g\. /);
});
