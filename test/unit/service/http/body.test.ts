import { readBody } from '../../../../nodes/service/http/body';

test.each(['[', '{', ']', '}', '"[', '\\"{', '\\', '\\\\"[{'])(
	'%j in many texts of a list is no nesting',
	(message) => {
		const list = Array.from({ length: 500 }, () => ({ message }));
		expect(readBody(JSON.stringify(list))).toEqual({ kind: 'json', value: list });
	},
);

test.each([
	['lists', '['.repeat(101) + ']'.repeat(101)],
	['objects', '{"a":'.repeat(101) + '1' + '}'.repeat(101)],
	['lists of which none ends', '['.repeat(1_000_000)],
	['after a text with a quote', `["\\"", ${'['.repeat(101)}${']'.repeat(101)}]`],
])('what is nested more deeply than anyone would write is broken: %s', (_, text) => {
	expect(readBody(text)).toEqual({ kind: 'broken', value: text });
});

test('a long text that never ends is read in no time', () => {
	const text = `["${'\\"['.repeat(1_000_000)}`;
	const start = Date.now();
	expect(readBody(text).kind).toBe('broken');
	expect(Date.now() - start).toBeLessThan(2_000);
});
