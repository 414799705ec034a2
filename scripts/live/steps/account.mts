// What the account's key can prove: it reads, and rings nobody.
import type { PastCall } from '../../../nodes/service/calls/callList.ts';
import { agentsIn, callsIn, endpoints, readAgent, readCallEvent } from '../builtPackage.mts';
import { foundIn, inWords, judged, readable, readIn, typeOf } from './judgements.mts';
import type { AnswerFact, Answers, Judgement, LiveRequest, Step } from './step.mts';
import { wrongKey } from './widget.mts';

const { getCall, listAgents, listCalls } = endpoints;

/** As few as show the pages: what is read stands in the report, made unrecognisable. */
const pageSize = 2;

const answeredStatus = 'CallStatusType.CLIENT_ANSWERED';

const callsOf = (answer: Parameters<AnswerFact['judge']>[0]) => readIn(answer, 'account', callsIn);

/** A fact about the calls of an answer; one without calls does not tell. */
const ofCalls =
	(judge: (calls: PastCall[], answers: Answers) => Judgement): AnswerFact['judge'] =>
	(answer, answers) => {
		const read = callsOf(answer);
		if ('problem' in read) return judged(false, read.problem);
		return read.found.length > 0 ? judge(read.found, answers) : undefined;
	};

/** The calls that an earlier step has listed. */
const listedIn = (answers: Answers, step: string): PastCall[] =>
	foundIn(answers.get(step), 'account', callsIn) ?? [];

/** The newest one. */
const firstIdIn = (answers: Answers): string | undefined => {
	const id = listedIn(answers, 'past-calls')[0]?.call_id;
	return typeof id === 'string' ? id : undefined;
};

const noId = 'the list holds no call with an id';

const listRequest = (
	values: LiveRequest['values'],
	answerCase: LiveRequest['answerCase'],
): LiveRequest => ({
	endpoint: listCalls,
	values: { max_calls: pageSize, page: 1, ...values },
	answerCase,
});

export const accountSteps: Step[] = [
	{
		name: 'past-calls',
		title: 'The list of past calls',
		does: `Reads the newest ${pageSize} of the last 30 days.`,
		needs: ['account key'],
		request: () => listRequest({}, 'ok'),
		facts: [
			{
				expected: 'Past calls come as `endCallPayloadList`',
				source: 'doc',
				judge: readable('account', callsIn),
			},
			{
				expected: 'Past calls have an id, status, time and number',
				source: 'doc',
				judge: ofCalls(judgeFields),
			},
			{
				expected: "Past calls have the lead's number without +",
				source: 'seen',
				judge: ofCalls(judgePhones),
			},
			{
				expected: 'The newest call comes first',
				source: 'guess',
				judge: ofCalls(judgeOrder),
			},
		],
	},
	{
		name: 'next-page',
		title: 'Its second page',
		does: 'Reads the two calls before them.',
		after: ['past-calls'],
		needs: ['account key'],
		request: ({ answers }) =>
			listedIn(answers, 'past-calls').length < pageSize
				? 'the list has no second page'
				: listRequest({ page: 2 }, 'nextPage'),
		facts: [
			{
				expected: 'The second page holds other calls',
				source: 'doc',
				judge: ofCalls((calls, answers) => {
					const before = listedIn(answers, 'past-calls').map(({ call_id }) => call_id);
					const again = calls.filter(({ call_id }) => before.includes(call_id)).length;
					return judged(again === 0, `${again} of ${calls.length} stand on the first, too`);
				}),
			},
		],
	},
	{
		name: 'answered-calls',
		title: 'The list by status',
		does: 'Reads the newest calls in which agent and lead talked.',
		needs: ['account key'],
		request: () => listRequest({ status: answeredStatus }, 'byStatus'),
		facts: [
			{
				expected: 'The status filters the list',
				source: 'doc',
				judge: ofCalls((calls) => {
					const statuses = calls.map(({ call_status }) => call_status);
					const others = statuses.filter((status) => status !== 'answered').length;
					return judged(others === 0, `${others} of ${calls.length} have another status`);
				}),
			},
		],
	},
	{
		name: 'recording',
		title: 'A recording',
		does: 'Fetches the recording of one of them, and throws it away.',
		after: ['answered-calls'],
		needs: ['account key'],
		recording: ({ answers }) => {
			const calls = listedIn(answers, 'answered-calls').map(readCallEvent);
			const url = calls.find(({ recordingUrl }) => recordingUrl !== null)?.recordingUrl;
			return url ? new URL(url) : 'no call has a recording';
		},
		facts: [
			{
				expected: 'A recording comes without any key',
				source: 'guess',
				judgeFetched: (fetched) =>
					fetched.kind === 'file'
						? judged(true, `a file, ${fetched.binary.mimeType}`)
						: judged(false, fetched.error.message),
			},
		],
	},
	{
		name: 'search',
		title: 'The search of the list',
		does: 'Looks for the newest call by its id.',
		after: ['past-calls'],
		needs: ['account key'],
		request: ({ answers }) => {
			const callId = firstIdIn(answers);
			return callId === undefined ? noId : listRequest({ search_string: callId }, 'bySearch');
		},
		facts: [
			{
				expected: 'The search finds a call by its id',
				source: 'guess',
				judge: (answer, answers) => {
					const read = callsOf(answer);
					if ('problem' in read) return judged(false, read.problem);
					const [call, ...others] = read.found;
					const isFound = call?.call_id === firstIdIn(answers) && others.length === 0;
					return judged(isFound, `calls found: ${read.found.length}`);
				},
			},
		],
	},
	{
		name: 'one-call',
		title: 'One call by its id',
		does: 'Reads the newest call alone.',
		after: ['past-calls'],
		needs: ['account key'],
		request: ({ answers }) => {
			const id = firstIdIn(answers);
			return id === undefined ? noId : { endpoint: getCall, id, values: {}, answerCase: 'ok' };
		},
		facts: [
			{
				expected: 'One call comes as it stands in the list',
				source: 'peer',
				judge: (answer, answers) => {
					const read = readIn(answer, 'account', (body) => body as PastCall | null);
					if ('problem' in read) return judged(false, read.problem);
					return judged(read.found?.call_id === firstIdIn(answers), inWords(answer));
				},
			},
		],
	},
	{
		name: 'agents',
		title: "The account's agents",
		does: 'Reads their list.',
		needs: ['account key'],
		request: () => ({ endpoint: listAgents, values: {}, answerCase: 'ok' }),
		facts: [
			{
				expected: 'Agents come as a list, `agents` or `data`',
				source: 'peer',
				judge: readable('account', agentsIn),
			},
			{
				expected: 'Agents have an id, a name and a phone',
				source: 'peer',
				judge: (answer) => judgeAgents(foundIn(answer, 'account', agentsIn) ?? []),
			},
		],
	},
	{
		name: 'wrong-account-key',
		title: "A wrong account's key",
		does: 'Reads the list of calls with a made-up key.',
		needs: ['account key'],
		request: ({ credential }) => ({
			...listRequest({}, 'wrongKeys'),
			credential: { ...credential, accountApiKey: wrongKey },
		}),
		facts: [
			{
				expected: "The node then names the account's key",
				source: 'guess',
				judge: (answer) => {
					const read = callsOf(answer);
					if (!('problem' in read)) return judged(false, inWords(answer));
					return judged(read.problem.startsWith('Account API Key'), read.problem);
				},
			},
		],
	},
];

function judgeFields(calls: PastCall[]): Judgement {
	const missing = new Set<string>();
	for (const { callId, callStatus, startedAt, phoneNumber } of calls.map(readCallEvent)) {
		if (callId === null) missing.add('call_id');
		if (callStatus === null) missing.add('call_status');
		if (startedAt === null) missing.add('time_started_iso_string');
		if (!phoneNumber?.startsWith('+')) missing.add('lead_phone');
	}
	const came = missing.size === 0 ? 'all can be read' : `not readable: ${[...missing].join(', ')}`;
	return judged(missing.size === 0, came);
}

function judgePhones(calls: PastCall[]): Judgement {
	const phones = calls.map(({ lead }) => (lead as { lead_phone?: unknown } | null)?.lead_phone);
	const odd = phones.find((phone) => typeof phone !== 'string' || !/^\d+$/.test(phone));
	if (odd === undefined && phones.every((phone) => phone !== undefined))
		return judged(true, 'digits');
	return judged(false, typeof odd === 'string' ? 'more than digits' : typeOf(odd));
}

function judgeOrder(calls: PastCall[]): Judgement {
	const times = calls.map((call) => readCallEvent(call).startedAt ?? '');
	const isSorted = times.every((time, index) => index === 0 || time <= times[index - 1]!);
	return judged(isSorted, isSorted ? 'newest first' : 'in another order');
}

function judgeAgents(agents: Array<Record<string, unknown>>): Judgement | undefined {
	if (agents.length === 0) return undefined;
	const read = agents.map(readAgent);
	const missing = (['agentId', 'name', 'phone'] as const).filter((field) =>
		read.some((agent) => agent[field] === null),
	);
	return judged(missing.length === 0, missing.length === 0 ? 'all do' : `no ${missing.join(', ')}`);
}
