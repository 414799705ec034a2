import type { IDataObject, NodeApiError } from 'n8n-workflow';

import type { Fault } from '../../../sandbox/server.mts';
import { isThorough } from '../../harness/thorough.mts';
import { useBench } from '../setup.mts';

const bench = useBench();

type Reason = 'placed' | 'refused' | 'notPlaced' | 'unknown';

/** What can go wrong with one of three leads, and what has to be made of it. */
interface Misfortune {
	name: string;
	reason: Reason;
	/** By the how manieth request for the lead it is. */
	fault?: (request: number) => Fault | undefined;
	baseUrl?: string;
	/** How often a request is sent until the lead is placed. */
	requests?: number;
}

const faults: Misfortune[] = [
	{ name: 'connection refused', reason: 'notPlaced', baseUrl: 'http://127.0.0.1:9' },
	{ name: 'no such host', reason: 'notPlaced', baseUrl: 'https://brightcall.invalid' },
	{ name: 'broken before the answer', reason: 'unknown', fault: () => ({ breaks: true }) },
	{
		name: 'broken after placing',
		reason: 'unknown',
		fault: () => ({ places: true, breaks: true }),
	},
	{ name: 'hang', reason: 'unknown', fault: () => ({ places: true, hangs: true }) },
	{ name: '401', reason: 'refused', fault: () => ({ status: 401, body: { message: 'no' } }) },
	{ name: '422', reason: 'refused', fault: () => ({ status: 422, body: { message: 'no' } }) },
	{
		name: '429 that clears',
		reason: 'placed',
		fault: (request) => (request === 1 ? { status: 429 } : undefined),
		requests: 2,
	},
	{
		name: '429 with seconds that clears',
		reason: 'placed',
		fault: (request) =>
			request <= 2 ? { status: 429, headers: { 'retry-after': '1' } } : undefined,
		requests: 3,
	},
	{
		name: '429 with a date that clears',
		reason: 'placed',
		fault: (request) =>
			request === 1 ? { status: 429, headers: { 'retry-after': inSeconds(1) } } : undefined,
		requests: 2,
	},
	{
		name: '429 for longer than is worth it',
		reason: 'notPlaced',
		fault: () => ({ status: 429, headers: { 'retry-after': inSeconds(600) } }),
	},
	{ name: '502 page', reason: 'unknown', fault: () => ({ status: 502, body: '<html></html>' }) },
	{
		name: 'a yes beside a no',
		reason: 'unknown',
		fault: () => ({ status: 200, body: { success: true, failed: 1 }, places: true }),
	},
	{
		name: 'neither a yes nor a no',
		reason: 'unknown',
		fault: () => ({ status: 200, body: { message: 'Widget is disabled' } }),
	},
	{
		name: '303',
		reason: 'unknown',
		fault: () => ({ status: 303, headers: { location: '/calls/7' }, places: true }),
	},
	{
		name: 'success: false',
		reason: 'refused',
		fault: () => ({ status: 200, body: { success: false } }),
	},
	{
		name: 'an error inside the data',
		reason: 'refused',
		fault: () => ({ status: 200, body: { data: { error: 'wrong number' } } }),
	},
	{
		name: '200 with a page as JSON, placed all the same',
		reason: 'unknown',
		fault: () => ({
			status: 200,
			body: '<html>OK</html>',
			headers: { 'content-type': 'application/json' },
			places: true,
		}),
	},
	{
		name: 'JSON that is cut off',
		reason: 'unknown',
		fault: () => ({ status: 200, body: '{"success":tr', places: true }),
	},
	{ name: 'empty 200', reason: 'placed', fault: () => ({ status: 200, places: true }) },
	{
		name: '200 that is no JSON',
		reason: 'placed',
		fault: () => ({ status: 200, body: 'OK', places: true }),
	},
	{
		name: '301',
		reason: 'refused',
		fault: () => ({ status: 301, headers: { location: '/rest/v1/ext/add_call_api/' } }),
	},
];

const inSeconds = (seconds: number) => new Date(Date.now() + seconds * 1_000).toUTCString();

const tries = 2;
const leadsPerCase = 3;
/** Most of the runs only wait. */
const runsAtOnce = 15;

const cases = faults
	.flatMap((fault) => [0, 1, 2].map((position) => ({ ...fault, position })))
	.flatMap((given) =>
		(['stopWorkflow', 'continueRegularOutput', 'continueErrorOutput'] as const).map((onError) => ({
			...given,
			onError,
		})),
	)
	.flatMap((given) => [false, true].map((retryOnFail) => ({ ...given, retryOnFail })))
	// Seven has no factor in common with the length of any list above, so each value meets each other.
	.filter((_, number) => isThorough || number % 7 === 0)
	.map((given, number) => ({
		...given,
		number,
		method: number % 2 ? 'GET' : 'POST',
		callsAtOnce: number % 3 ? 25 : 1,
	}));

type Case = (typeof cases)[number];

/** Every lead of every case has a number of its own: the sandbox tells by it what to do. */
const phoneOf = (given: Case, item: number) =>
	`+1415${5_000_000 + given.number * leadsPerCase + item}`;

const totals = { cases: 0, leads: 0, sent: 0, placed: 0, doubles: 0, lost: 0 };

async function check(given: Case) {
	const phones = [0, 1, 2].map((item) => phoneOf(given, item));
	const items = phones.map((phone, item): IDataObject => ({
		phone,
		baseUrl: (item === given.position && given.baseUrl) || bench.sandbox.url,
	}));
	const { main, errors, run } = await bench.run(items, {
		credential: { baseUrl: '={{ $json.baseUrl }}' },
		onError: given.onError,
		retryOnFail: given.retryOnFail,
		maxTries: 2,
		waitBetweenTries: 1,
		parameters: {
			options: {
				requestMethod: given.method,
				callsAtOnce: given.callsAtOnce,
				timeoutSeconds: given.name === 'hang' ? 8 : 60,
				triesWhenNotPlaced: tries,
			},
		},
	});
	const sent = phones.map(
		(phone) => bench.sandbox.received.filter(({ lc_number }) => lc_number === phone).length,
	);
	const placed = phones.map(
		(phone) => bench.sandbox.placed.filter(({ phoneNumber }) => phoneNumber === phone).length,
	);

	totals.cases++;
	totals.leads += phones.length;
	totals.sent += sent.reduce((sum, count) => sum + count);
	totals.placed += placed.reduce((sum, count) => sum + count);
	totals.doubles += placed.filter((count) => count > 1).length;

	expect(placed.every((count) => count <= 1)).toBe(true);
	const bad = given.position;
	if (given.reason === 'unknown' || given.reason === 'placed') {
		expect(sent[bad]).toBe(given.requests ?? 1);
	}

	const error = run.data.resultData.error as unknown as NodeApiError | undefined;
	if (error) {
		// n8n reruns the node once, and each run tries again what was not placed.
		expect(given.onError).toBe('stopWorkflow');
		expect(given.reason).not.toBe('placed');
		expect(error.context.itemIndex).toBe(bad);
		const counts = [...String(error.description).matchAll(/: (\d+) \(items? /g)].map(([, count]) =>
			Number(count),
		);
		totals.lost += phones.length - counts.reduce((sum, count) => sum + count, 0);
		const called = /\bCalled: (\d+)/.exec(String(error.description));
		expect(Number(called?.[1] ?? 0)).toBe(
			placed.filter((count, item) => count && item !== bad).length,
		);
		return;
	}
	const reasons = new Map(
		[...main, ...errors].map(({ json, pairedItem }) => [
			(pairedItem as { item: number }).item,
			json.success ? 'placed' : (json.details as { reason: string }).reason,
		]),
	);
	totals.lost += phones.length - reasons.size;
	expect(main.length + errors.length).toBe(phones.length);
	expect([...reasons].sort()).toEqual(
		phones.map((_, item) => [item, item === bad ? given.reason : 'placed']),
	);
	const expectedErrors = given.onError === 'continueErrorOutput' && given.reason !== 'placed';
	expect(errors).toHaveLength(expectedErrors ? 1 : 0);
	if (given.reason === 'placed') return;
	expect(given.onError).not.toBe('stopWorkflow');
	const isRerun = given.retryOnFail && bad === 0;
	const sentInOneRun = { refused: 1, notPlaced: given.baseUrl ? 0 : 1, unknown: 1 };
	expect(sent[bad]).toBe(
		sentInOneRun[given.reason] * (isRerun && given.reason !== 'unknown' ? 2 : 1),
	);
}

test(`nobody is called twice and nobody is lost in ${cases.length} cases`, async () => {
	const faultOf = new Map(cases.map((given) => [phoneOf(given, given.position), given.fault]));
	const requests = new Map<unknown, number>();
	bench.sandbox.script = ({ lc_number }) => {
		const request = (requests.get(lc_number) ?? 0) + 1;
		requests.set(lc_number, request);
		return faultOf.get(String(lc_number))?.(request);
	};

	const queue = [...cases];
	const failures: string[] = [];
	const line = async () => {
		for (let given = queue.pop(); given; given = queue.pop()) {
			const { name, position, onError, retryOnFail, method } = given;
			await check(given).catch((error: Error) => {
				const label = JSON.stringify({ name, position, onError, retryOnFail, method });
				failures.push(`${label}\n${error.message}`);
			});
		}
	};
	await Promise.all(Array.from({ length: runsAtOnce }, line));
	expect(failures).toEqual([]);
	expect(totals).toMatchObject({ cases: cases.length, doubles: 0, lost: 0 });
}, 300_000);
