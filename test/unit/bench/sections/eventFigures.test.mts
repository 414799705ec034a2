import { barsOf, eventTable, type EventCase } from '../../../bench/sections/eventFigures.mts';

const ours: EventCase = {
	contender: 'ours',
	isLazy: false,
	refused: [36, 35, 90],
	started: [44, 43, 45],
	together: { millis: [10, 20, 22_000], totalMillis: 41_000 },
};
const theirs: EventCase = { ...ours, contender: 'theirs', isLazy: true };

test('a row for each node and setting, with medians', () => {
	expect(eventTable([ours, theirs]).split('\n')).toEqual([
		'| node | n8n | refused | starts | 3: the last | 3: median |',
		'| --- | --- | ---: | ---: | ---: | ---: |',
		'| Brightcall Trigger | as installed | 36 ms | 44 ms | 41.00 s | 20 ms |',
		"| n8n's Webhook, Header Auth | lazy | 36 ms | 44 ms | 41.00 s | 20 ms |",
	]);
});

test('the bars are ours: an answer in less than 50 ms', () => {
	expect(barsOf([ours, theirs])).toEqual([
		{
			text: 'n8n as installed: an event is refused in 36 ms, starts a workflow in 44 ms',
			isMet: true,
		},
	]);
	expect(barsOf([{ ...ours, started: [50] }])).toMatchObject([{ isMet: false }]);
	expect(barsOf([{ ...ours, refused: [50] }])).toMatchObject([{ isMet: false }]);
});
