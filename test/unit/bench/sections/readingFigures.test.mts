import {
	barsOf,
	downloadTable,
	listTable,
	type Download,
	type Listing,
} from '../../../bench/sections/readingFigures.mts';

const listing: Listing = {
	lister: 'ours',
	calls: 50_000,
	millis: 7_000,
	megabytes: 100,
	requests: 102,
	items: 50_000,
	distinct: 50_000,
};
const download: Download = {
	downloader: 'ours',
	mode: 'filesystem',
	recordingMegabytes: 90,
	runs: [
		{ millis: 700, megabytes: 27.4 },
		{ millis: 600, megabytes: 3 },
		{ millis: 800, megabytes: 5 },
	],
};
const large = [{ millis: 700, megabytes: 99 }];

test('what came out, and what of it twice', () => {
	const twice: Listing = { ...listing, lister: 'theirs', items: 50_030 };
	expect(listTable([listing, twice]).split('\n').slice(2)).toEqual([
		'| Call: Get Many, Return All | 50,000 | 50,000 | 0 | 102 | 7.00 s | +100 MB | 2.0 KB |',
		'| HTTP Request with Pagination, Split Out | 50,000 | 50,030 | 30 | 102 | 7.00 s | +100 MB | 2.0 KB |',
	]);
});

test('the time and the memory in the middle', () => {
	expect(
		downloadTable([download, { ...download, mode: 'database' }])
			.split('\n')
			.slice(2),
	).toEqual([
		'| Call: Download Recording | the file system | 90 MB | 700 ms (600 ms, 800 ms) | +5 MB |',
		'| Call: Download Recording | the database | 90 MB | 700 ms (600 ms, 800 ms) | +5 MB |',
	]);
});

test('the bars are ours: each call once, and a recording that is not held in memory', () => {
	const others = { ...download, downloader: 'theirs', runs: large } as const;
	const inMemory = { ...download, mode: 'database', runs: large } as const;
	const bars = barsOf(
		[listing, { ...listing, lister: 'theirs', items: 1 }],
		[download, others, inMemory],
	);
	expect(bars).toEqual([
		{ text: '50,000 calls: 50,000 came out, 0 twice', isMet: true },
		{
			text: 'A recording of 90 MB: +5 MB of memory, under 20',
			isMet: true,
		},
	]);
	const isMet = (lists: Listing[], downloads: Download[]) =>
		barsOf(lists, downloads).map((bar) => bar.isMet);
	expect(isMet([{ ...listing, distinct: 49_999, items: 49_999 }], [])).toEqual([false]);
	expect(isMet([{ ...listing, items: 50_001 }], [])).toEqual([false]);
	expect(isMet([], [{ ...download, runs: [{ millis: 1, megabytes: 20 }] }])).toEqual([false]);
});
