// Writes answers down as the sandbox reads them: `npm run sandbox -- --answers FILE`.
import type { RecordedAnswer, RecordedAnswers } from '../../../sandbox/answers/recordedAnswers.mts';
import type { HttpAnswer } from '../../../nodes/service/http/transport.ts';
import { isNoAnswer } from '../builtPackage.mts';
import type { Exchange } from '../session.mts';

export type Recorded = RecordedAnswers['answers'];

/** The answers by endpoint, and by case. */
export function recordedFrom(exchanges: Exchange[]): Recorded {
	const recorded: Recorded = {};
	for (const { request, answer } of exchanges) {
		if (isNoAnswer(answer)) continue;
		const { method, path } = request.endpoint;
		const endpoint = `${method} ${path}`;
		recorded[endpoint] = path.includes('{')
			? // Whatever the id: the one that was asked for has been replaced.
				recordedAnswer(answer)
			: { ...recorded[endpoint], [request.answerCase]: recordedAnswer(answer) };
	}
	return recorded;
}

const typed = (type: string) => ({ 'content-type': `${type}; charset=utf-8` });

function recordedAnswer({ statusCode, retryAfterSeconds, body }: HttpAnswer): RecordedAnswer {
	const waits =
		retryAfterSeconds === undefined ? undefined : { 'retry-after': String(retryAfterSeconds) };
	const as = (content: unknown, type: Record<string, string> | undefined): RecordedAnswer => ({
		status: statusCode,
		...(type || waits ? { headers: { ...type, ...waits } } : {}),
		...(content === undefined ? {} : { body: content }),
	});
	switch (body.kind) {
		case 'json':
			return typeof body.value === 'string'
				? // The sandbox sends a text as it is: one in JSON has its quotes.
					as(JSON.stringify(body.value), typed('application/json'))
				: as(body.value, undefined);
		case 'text':
			return as(body.value, typed('text/plain'));
		case 'cutOff':
			return as(body.value, typed('application/json'));
		case 'page':
			return as(body.value, undefined);
		case 'empty':
			return as(undefined, undefined);
	}
}
