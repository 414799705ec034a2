// The list of past calls, as the account reads it.

import type { Reply } from '../addCall.mts';
import { BadQuery, readCallQuery } from './callFilter.mts';
import type { PastCall, PastCalls } from './pastCalls.mts';

/** Answers a query of the list of past calls: one page, the newest first, and figures of all pages [doc]. */
export function listCalls(calls: PastCalls, query: Record<string, string>, now: number): Reply {
	try {
		const { page, maxCalls, isWanted } = readCallQuery(query, now);
		const wanted = calls.newestFirst().filter(isWanted);
		const list = wanted.slice((page - 1) * maxCalls, page * maxCalls).map(({ body }) => body);
		const data = figuresOf(wanted);
		return { status: 200, body: { success: true, endCallPayloadList: list, data } };
	} catch (error) {
		if (!(error instanceof BadQuery)) throw error;
		return { status: 422, body: { success: false, message: error.message } };
	}
}

function figuresOf(calls: PastCall[]) {
	const counts = { answered: 0, no_answer: 0, missed: 0 };
	const answer = new Range();
	const talk = new Range();
	for (const { body } of calls) {
		counts[body.call_status]++;
		answer.include(body.answer_duration_sec);
		talk.include(body.talk_duration_sec);
	}
	return {
		calls_total: calls.length,
		calls_answered: counts.answered,
		calls_no_answer: counts.no_answer,
		calls_missed: counts.missed,
		min_agent_answer_time: answer.min,
		max_agent_answer_time: answer.max,
		min_talk_time: talk.min,
		max_talk_time: talk.max,
	};
}

/** The least and the most of some numbers; null for none. */
class Range {
	min: number | null = null;

	max: number | null = null;

	include(value: number | null): void {
		if (value === null) return;
		if (this.min === null || value < this.min) this.min = value;
		if (this.max === null || value > this.max) this.max = value;
	}
}
