import fc from 'fast-check';

import { callPages, callsIn } from '../../../../nodes/service/calls/callList';
import { readCallEvent } from '../../../../nodes/service/calls/callEvent';
import { ReadingError, type ReadRequest } from '../../../../nodes/service/http/read';
import { randomRuns } from '../../../harness/thorough.mts';

/** Reads the whole list from a service that has these pages, and knows no other. */
async function readAll(pages: unknown[]) {
	const asked: ReadRequest[] = [];
	const read = async (reading: ReadRequest) => {
		asked.push(reading);
		const page = pages[Number(reading.values!.page) - 1];
		return page === undefined ? { endCallPayloadList: [] } : page;
	};
	const calls: unknown[] = [];
	for await (const page of callPages(read, { status: 'x' }, 2)) calls.push(...page);
	return { calls, asked };
}

const pageOf = (...ids: string[]) => ({ endCallPayloadList: ids.map((call_id) => ({ call_id })) });

test('page after page until one is empty', async () => {
	const { calls, asked } = await readAll([pageOf('d', 'c'), pageOf('b', 'a')]);
	expect(calls).toEqual(['d', 'c', 'b', 'a'].map((call_id) => ({ call_id })));
	expect(asked.map(({ values }) => values)).toEqual(
		[1, 2, 3].map((page) => ({ status: 'x', max_calls: 2, page })),
	);
});

test.each([
	[pageOf('d', 'c'), pageOf('c', 'b'), pageOf('b', 'a')],
	[pageOf('d', 'c'), pageOf('d', 'c'), pageOf('b', 'a')],
])('calls that new ones have pushed on come once, and none is missed', async (...pages) => {
	expect((await readAll(pages)).calls).toHaveLength(4);
});

test('a service that repeats its page is asked three times', async () => {
	const { calls, asked } = await readAll(Array(100).fill(pageOf('b', 'a')));
	expect([calls.length, asked.length]).toEqual([2, 3]);
});

test.each([
	[1, true],
	[3, true],
	[5, true],
	[4, false],
])(
	'no call is missed when one leaves while page %i is read, with totals beyond the end: %s',
	async (leavesAt, hasLastTotal) => {
		const ids = ['i', 'h', 'g', 'f', 'e', 'd', 'c', 'b', 'a'];
		let asked = 0;
		const read = async ({ values }: ReadRequest) => {
			const first = (Number(values!.page) - 1) * 2;
			const listed = ids.slice(first, first + 2).map((call_id) => ({ call_id }));
			const data = { calls_total: ids.length };
			const answer = { endCallPayloadList: listed, ...((listed[0] || hasLastTotal) && { data }) };
			// The newest one is deleted after the answer, so that all others move up.
			if (++asked === leavesAt) ids.shift();
			return answer;
		};
		const found: unknown[] = [];
		for await (const page of callPages(read, {}, 2))
			found.push(...page.map(({ call_id }) => call_id));
		expect([...found].sort()).toEqual(['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i']);
	},
);

test('calls without an ID are told apart by what they are', async () => {
	const empty = [3, 4].map((a) => ({ a, call_id: '' }));
	const list = [{ a: 1 }, { a: 1 }, { a: 2, call_id: null }, ...empty, 'x', null, [1]];
	expect((await readAll([{ endCallPayloadList: list }])).calls).toEqual([
		{ a: 1 },
		{ a: 2, call_id: null },
		...empty,
	]);
});

test('which answers are a list', () => {
	const empty = [{ endCallPayloadList: null }, { endCallPayloadList: [] }, []];
	expect(empty.map(callsIn)).toEqual([[], [], []]);
	for (const body of [{}, { endCallPayloadList: {} }, { data: [] }, null, 'x', 7]) {
		expect(() => callsIn(body)).toThrow(ReadingError);
	}
});

test('whatever the service answers, the list ends, no call comes twice, and each can be read', async () => {
	const strange = fc.jsonValue({ maxDepth: 4 });
	const call = fc.record(
		{ call_id: fc.oneof(fc.constantFrom('a', 'b', 'c'), strange), lead: strange, agent: strange },
		{ requiredKeys: [] },
	);
	const listed = fc.array(fc.oneof(call, strange));
	const page = fc.oneof(strange, fc.record({ endCallPayloadList: listed }));
	await fc.assert(
		fc.asyncProperty(fc.array(page, { maxLength: 6 }), async (pages) => {
			const result = await readAll(pages).catch((error: unknown) => error);
			if (result instanceof ReadingError) return;
			const { calls, asked } = result as Awaited<ReturnType<typeof readAll>>;
			expect(asked.length).toBeLessThanOrEqual(pages.length + 1);
			const texts = calls.map((one) => JSON.stringify(one));
			expect(new Set(texts).size).toBe(texts.length);
			for (const one of calls) {
				expect(Object.keys(readCallEvent(one as Record<string, unknown>))).toHaveLength(32);
			}
		}),
		randomRuns,
	);
});
