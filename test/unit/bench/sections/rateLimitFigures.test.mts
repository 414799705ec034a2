import { barsOf, limitTable, type LimitCase } from '../../../bench/sections/rateLimitFigures.mts';
import { measured } from '../measured.ts';

const ours: LimitCase = {
	contender: 'ours',
	leads: 200,
	runs: [
		measured({ millis: 22_000, placed: 200, requests: 240 }),
		measured({ millis: 21_000, placed: 200, requests: 300 }),
	],
};

test('of several runs the worst is shown', () => {
	const theirs: LimitCase = {
		contender: 'theirs',
		retryAfterSeconds: 1,
		leads: 200,
		runs: [measured({ millis: 900, placed: 20, requests: 200 }), measured({ placed: 10 })],
	};
	expect(limitTable([ours, theirs]).split('\n')).toEqual([
		'| node | Retry-After | leads | called | lost | requests a lead | time |',
		'| --- | --- | ---: | ---: | ---: | ---: | ---: |',
		'| Trigger Speed To Lead Call | none | 200 | 200 | 0 | 1.50 | 22.00 s (21.00 s, 22.00 s) |',
		'| HTTP Request | 1 s | 200 | 10 | 190 | 1.00 | 900 ms (0 ms, 900 ms) |',
	]);
});

test('the bars are ours: nobody lost, at most 1.5 requests a lead', () => {
	expect(barsOf([ours, { ...ours, contender: 'theirs' }])).toEqual([
		{
			text: '10 a second, Retry-After none: 200 of 200 called, 1.50 requests a lead',
			isMet: true,
		},
	]);
	const lost = measured({ placed: 199, requests: 200 });
	const eager = measured({ placed: 200, requests: 301 });
	for (const run of [lost, eager]) {
		expect(barsOf([{ ...ours, runs: [...ours.runs, run] }])).toMatchObject([{ isMet: false }]);
	}
});
