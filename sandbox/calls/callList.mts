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

/** Of all pages; the service gives the least and the most of some times as well [doc]. */
function figuresOf(calls: PastCall[]) {
	const count = (status: string) => calls.filter(({ body }) => body.call_status === status).length;
	return {
		calls_total: calls.length,
		calls_answered: count('answered'),
		calls_no_answer: count('no_answer'),
		calls_missed: count('missed'),
	};
}
