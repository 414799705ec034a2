import {
	barsOf,
	chartOf,
	memoryTable,
	sendingTable,
	timesTable,
	type CallCase,
} from '../../../bench/sections/callFigures.mts';
import { measured } from '../measured.ts';

const ofMillis = (...millis: number[]) => millis.map((one) => measured({ millis: one }));

/** Made up: a case with these times of ours and of HTTP Request. */
const caseOf = (
	leads: number,
	latencyMillis: number,
	ours: number[],
	theirs: number[] = [1_000],
): CallCase => ({
	leads,
	latencyMillis,
	runs: { ours: ofMillis(...ours), theirs: ofMillis(...theirs), floor: ofMillis(30) },
});

test('times are compared by their medians', () => {
	expect(timesTable([caseOf(1_000, 50, [3_000, 1_200, 900], [1_000, 800, 5_000])])).toBe(
		[
			'| leads | answer after | Trigger Speed To Lead Call | HTTP Request | Edit Fields, no call | to HTTP Request |',
			'| ---: | ---: | ---: | ---: | ---: | ---: |',
			'| 1,000 | 50 ms | 1.20 s (900 ms, 3.00 s) | 1.00 s (800 ms, 5.00 s) | 30 ms | 1.20 |',
		].join('\n'),
	);
});

test('sending is compared with the ideal of as many at once as are allowed, when there is one', () => {
	const run = measured({ firstCallMillis: 400, sendingMillis: 3_000, maxConnections: 99 });
	const more = measured({ firstCallMillis: 400, sendingMillis: 3_000, maxConnections: 101 });
	const runs = { ours: [more, run], theirs: [run], floor: [measured({})] };
	const rows = sendingTable(
		[
			{ leads: 99, latencyMillis: 250, runs },
			{ leads: 1_001, latencyMillis: 250, runs },
			{ leads: 1_000, latencyMillis: 0, runs },
		],
		100,
	).split('\n');
	expect(rows.slice(2)).toEqual([
		'| 1,001 | 250 ms | Trigger Speed To Lead Call | 400 ms | 3.00 s | 1.09 | 101 |',
		'| 1,001 | 250 ms | HTTP Request | 400 ms | 3.00 s | 1.09 | 99 |',
		'| 1,000 | 0 ms | Trigger Speed To Lead Call | 400 ms | 3.00 s |  | 101 |',
		'| 1,000 | 0 ms | HTTP Request | 400 ms | 3.00 s |  | 99 |',
	]);
});

test('memory is what n8n grew by', () => {
	const runs = {
		ours: [measured({ millis: 50_740, megabytes: 620.4 })],
		theirs: [measured({ millis: 62_130, megabytes: 807 })],
		floor: [measured({ millis: 18_210, megabytes: 337 })],
	};
	expect(memoryTable({ leads: 20_000, latencyMillis: 250, runs }).split('\n')).toEqual([
		'| 20,000 leads, 250 ms | time | memory |',
		'| --- | ---: | ---: |',
		'| Trigger Speed To Lead Call | 50.74 s | +620 MB |',
		'| HTTP Request | 62.13 s | +807 MB |',
		'| Edit Fields, no call | 18.21 s | +337 MB |',
	]);
});

test('the chart holds the cases of one latency, with the ideal', () => {
	const cases = [
		caseOf(1, 0, [30]),
		caseOf(1, 250, [290], [285]),
		caseOf(1_001, 250, [4_000], [3_000]),
	];
	expect(chartOf(cases, 250, 100).lines).toEqual({
		'Trigger Speed To Lead Call': [
			{ leads: 1, millis: 290 },
			{ leads: 1_001, millis: 4_000 },
		],
		'HTTP Request': [
			{ leads: 1, millis: 285 },
			{ leads: 1_001, millis: 3_000 },
		],
		'Ideal: 100 at once': [
			{ leads: 1, millis: 250 },
			{ leads: 1_001, millis: 2_750 },
		],
	});
});

test('the bar is half as much time again as HTTP Request takes', () => {
	const others = [caseOf(1_000, 50, [9_000]), caseOf(5_000, 250, [9_000])];
	expect(barsOf([...others, caseOf(1_000, 250, [1_500])])).toEqual([
		{ text: '1,000 leads at 250 ms within 1.5 of HTTP Request: 1.50', isMet: true },
	]);
	expect(barsOf([caseOf(1_000, 250, [1_501])])).toMatchObject([{ isMet: false }]);
});
