import {
	oncePerKey,
	problemOfOncePer,
} from '../../../../../../nodes/Brightcall/call/triggerSpeedToLead/lead/oncePer';

type Part = [expression: string, value: unknown];
const deal: Part = ['{{ $json.dealId }}', 'd-7'];
const month: Part = ['{{ $now.toFormat("yyyy-MM") }}', '2030-01'];
const problem = (pairs: Part[], item = {}) => {
	const parts = pairs.map(([expression, value]) => ({ expression, value }));
	return problemOfOncePer({ parts, item }, parts.map(({ value }) => value).join(' '));
};

test.each<[Part[]]>([
	[[deal]],
	[[deal, month]],
	[[month, deal]],
	[[["{{ $('CRM').item.json.id }}", 12]]],
	[[['{{ $input.item.json.id }}', 2 ** 53 - 1]]],
	[[['{{ $parameter.phoneNumber }}', '+14155550123'], month]],
	[[['{{ $json.rate }}', 1.5]]],
])('%j tells leads apart', (parts) => {
	expect(problem(parts)).toBeUndefined();
});

test.each([
	...['', ' ', 'n/a', '-', 'none', '0', 'undefined', 'undefined/undefined', '|', ' / ', '{}'],
	...['Invalid DateTime', '7|Invalid Date', 'deal-undefined', 'null|won', 'd7null', 'NaN'],
	...[undefined, null, 0, NaN, {}, { id: 7 }, [{ id: 7 }], 2 ** 53, 1e21],
])('an expression that gives %j is named', (value) => {
	const bad: Part = ['{{ $json.deal }}', value];
	for (const parts of [[bad], [deal, bad], [bad, month]]) {
		expect(problem(parts)).toMatch(/^Once Per: expected .* from \{\{ \$json\.deal \}\}, got /);
	}
});

test('a number beyond 2^53 is named inside a text, too', () => {
	const bad: Part = ['{{ "deal " + $json.deal.id }}', `deal ${2 ** 60}`];
	const message = /expected a number up to .* from \{\{ "d/;
	expect(problem([bad], { deal: { id: 2 ** 60 } })).toMatch(message);
	expect(problem([bad], { deal: { id: String(2 ** 60), size: 2 ** 53 } })).toBeUndefined();
});

test.each(['Ann Null', 'ann.null@example.com', 'The undefined Ltd'])(
	'%s is fine where the item has it',
	(name) => {
		expect(problem([['{{ $json.company.name }}', name]], { company: { name } })).toBeUndefined();
	},
);

test.each<[Part[]]>([
	[[]],
	[[month]],
	[[['{{ $workflow.id }}', 'abc']]],
	[[['{{ $itemIndex + 1 }}', 3]]],
	[[['{{ "json" }}', 'json']]],
	[[['{{ $json.isNew }}', true]]],
])('%j is the same for many leads', (parts) => {
	expect(problem(parts)).toMatch(/^Once Per: expected a value that only this lead has, e\.g\. /);
});

test('a long text, as anybody may post it, is read at once', () => {
	const text = 'A'.repeat(50_000);
	const start = performance.now();
	expect(oncePerKey(text, '4155550123', '+14155550123')).toBe(text);
	expect(performance.now() - start).toBeLessThan(500);
});
