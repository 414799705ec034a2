// What was measured of events that are posted to n8n, as a table and bars.

import type { Bar } from '../section.mts';
import { count, median, table, time } from '../tables.mts';

export interface EventCase {
	contender: keyof typeof names;
	/** n8n makes a place for expressions only when one comes. */
	isLazy: boolean;
	/** Milliseconds to the answer, one event after the other. */
	refused: number[];
	started: number[];
	/** One every ten milliseconds: to each answer, and to the last one. */
	together: { millis: number[]; totalMillis: number };
}

export const names = { ours: 'Brightcall Trigger', theirs: "n8n's Webhook, Header Auth" } as const;

const setting = ({ isLazy }: EventCase) => (isLazy ? 'lazy' : 'as installed');

export function eventTable(cases: EventCase[]): string {
	const many = count(cases[0]!.together.millis.length);
	const columns = ['node', 'n8n', 'refused', 'starts', `${many}: the last`, `${many}: median`];
	return table(
		columns,
		cases.map((one) => [
			names[one.contender],
			setting(one),
			time(median(one.refused)),
			time(median(one.started)),
			time(one.together.totalMillis),
			time(median(one.together.millis)),
		]),
		['node', 'n8n'],
	);
}

/** What was promised of our node: an answer in less than 50 ms. */
export function barsOf(cases: EventCase[]): Bar[] {
	return cases
		.filter(({ contender }) => contender === 'ours')
		.map((one) => {
			const [refused, started] = [median(one.refused), median(one.started)];
			return {
				text: `n8n ${setting(one)}: an event is refused in ${time(refused)}, starts a workflow in ${time(started)}`,
				isMet: Math.max(refused, started) < 50,
			};
		});
}
