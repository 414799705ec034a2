// What was measured of reading past calls and recordings, as tables and bars.

import type { Bar } from '../section.mts';
import { count, median, table, time, times } from '../tables.mts';

export const listers = {
	ours: 'Call: Get Many, Return All',
	theirs: 'HTTP Request with Pagination, Split Out',
} as const;

/** A list of past calls that was read whole. */
export interface Listing {
	lister: keyof typeof listers;
	/** In the list before it was read; more came meanwhile. */
	calls: number;
	millis: number;
	megabytes: number;
	requests: number;
	/** What came out, and how many different calls are among it. */
	items: number;
	distinct: number;
}

export const downloaders = {
	ours: 'Call: Download Recording',
	theirs: 'HTTP Request, response as a file',
} as const;

/** A recording that was downloaded several times. */
export interface Download {
	downloader: keyof typeof downloaders;
	/** Where n8n keeps files, as its N8N_DEFAULT_BINARY_DATA_MODE names it. */
	mode: 'filesystem' | 'database';
	recordingMegabytes: number;
	runs: Array<{ millis: number; megabytes: number }>;
}

const growthOf = ({ runs }: Download) => median(runs.map(({ megabytes }) => megabytes));

const kilobytes = ({ megabytes, items }: Listing) => (1024 * megabytes) / items;

export function listTable(listings: Listing[]): string {
	return table(
		['node', 'calls', 'came out', 'twice', 'requests', 'time', 'memory', 'a call'],
		listings.map((one) => [
			listers[one.lister],
			count(one.calls),
			count(one.items),
			count(one.items - one.distinct),
			one.requests,
			time(one.millis),
			`+${one.megabytes.toFixed(0)} MB`,
			`${kilobytes(one).toFixed(1)} KB`,
		]),
		['node'],
	);
}

export function downloadTable(downloads: Download[]): string {
	return table(
		['node', 'n8n keeps files in', 'recording', 'time', 'memory'],
		downloads.map((one) => [
			downloaders[one.downloader],
			one.mode === 'filesystem' ? 'the file system' : 'the database',
			`${one.recordingMegabytes} MB`,
			times(one.runs.map(({ millis }) => millis)),
			`+${growthOf(one).toFixed(0)} MB`,
		]),
		['node', 'n8n keeps files in'],
	);
}

/** What was promised: each call once, and a recording that goes through without being held. */
export function barsOf(listings: Listing[], downloads: Download[]): Bar[] {
	return [
		...listings
			.filter(({ lister }) => lister === 'ours')
			.map(({ calls, items, distinct }) => ({
				text: `${count(calls)} calls: ${count(distinct)} came out, ${count(items - distinct)} twice`,
				isMet: distinct >= calls && items === distinct,
			})),
		...downloads
			.filter(({ downloader, mode }) => downloader === 'ours' && mode === 'filesystem')
			.map((one) => ({
				text: `A recording of ${one.recordingMegabytes} MB: +${growthOf(one).toFixed(0)} MB of memory, under 20`,
				isMet: growthOf(one) < 20,
			})),
	];
}
