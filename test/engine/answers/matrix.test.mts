import fc from 'fast-check';
import type { IDataObject, NodeApiError } from 'n8n-workflow';

import type { Fault } from '../../../sandbox/server.mts';
import { useFastClock } from '../../harness/fastClock.mts';
import { isThorough } from '../../harness/thorough.mts';
import { useBench } from '../setup.mts';

jest.setTimeout(300_000);
useFastClock();
const bench = useBench();

type Reason = 'placed' | 'refused' | 'notPlaced' | 'unknown';

/** What can go wrong with one of three leads, and how that lead has to come out. */
interface Misfortune {
	name: string;
	reason: Reason;
	/** By the how manieth request for the lead it is. */
	fault?: (request: number) => Fault | undefined;
	baseUrl?: string;
	/** How often a request is sent until the lead is placed. */
	requests?: number;
}

const always = (name: string, reason: Reason, fault: Fault): Misfortune => ({
	name,
	reason,
	fault: () => ('body' in fault ? { status: 200, ...fault } : fault),
});

const tooMany = (name: string, times: number, retryAfter?: () => string): Misfortune => ({
	name,
	reason: 'placed',
	fault: (request) =>
		request <= times
			? { status: 429, headers: retryAfter && { 'retry-after': retryAfter() } }
			: undefined,
	requests: times + 1,
});

const page = { body: '<html>OK</html>', headers: { 'content-type': 'application/json' } };

const misfortunes: Misfortune[] = [
	{ name: 'connection refused', reason: 'notPlaced', baseUrl: 'http://127.0.0.1:9' },
	{ name: 'no such host', reason: 'notPlaced', baseUrl: 'https://brightcall.invalid' },
	always('broken before the answer', 'unknown', { breaks: true }),
	always('broken after placing', 'unknown', { places: true, breaks: true }),
	always('401', 'refused', { status: 401, body: { message: 'no' } }),
	always('422', 'refused', { status: 422, body: { message: 'no' } }),
	tooMany('429 that clears', 1),
	tooMany('429 with seconds that clears', 2, () => '1'),
	tooMany('429 with a date that clears', 1, () => new Date(Date.now() + 1_000).toUTCString()),
	always('429 for long', 'notPlaced', { status: 429, headers: { 'retry-after': '600' } }),
	always('502 page', 'unknown', { status: 502, body: '<html></html>' }),
	always('a yes beside a no', 'unknown', { places: true, body: { success: true, failed: 1 } }),
	always('neither a yes nor a no', 'unknown', { body: { message: 'Widget is disabled' } }),
	always('303', 'unknown', { status: 303, headers: { location: '/calls/7' }, places: true }),
	always('success: false', 'refused', { body: { success: false } }),
	always('an error inside the data', 'refused', { body: { data: { error: 'wrong number' } } }),
	always('a page as JSON, placed all the same', 'unknown', { ...page, places: true }),
	always('JSON that is cut off', 'unknown', { body: '{"success":tr', places: true }),
	always('empty 200', 'placed', { status: 200, places: true }),
	always('200 that is no JSON', 'placed', { status: 200, body: 'OK', places: true }),
	always('301', 'refused', { status: 301, headers: { location: '/rest/v1/ext/add_call_api/' } }),
];

const cases = misfortunes
	.flatMap((given) => [0, 1, 2].map((position) => ({ ...given, position })))
	.flatMap((given) =>
		(['stopWorkflow', 'continueRegularOutput', 'continueErrorOutput'] as const).map((onError) => ({
			...given,
			onError,
		})),
	)
	.flatMap((given) => [false, true].map((retryOnFail) => ({ ...given, retryOnFail })))
	// Eleven has no factor in common with the length of any list above, so each value meets each other.
	.filter((_, number) => isThorough || number % 11 === 0)
	.map((given, number) => ({
		...given,
		method: number % 2 ? 'GET' : 'POST',
		callsAtOnce: number % 3 ? 25 : 1,
		// Every lead of every case has a number of its own: the sandbox tells by it what to do.
		phones: [0, 1, 2].map((item) => `+1415${5_000_000 + number * 3 + item}`),
	}));

type Case = (typeof cases)[number];

const timesOf = (phone: string) => ({
	sent: bench.sandbox.received.filter(({ lc_number }) => lc_number === phone).length,
	placed: bench.sandbox.placed.filter(({ phoneNumber }) => phoneNumber === phone).length,
});

async function check(given: Case) {
	const { phones, position: bad, reason, onError, retryOnFail } = given;
	const items = phones.map((phone, item): IDataObject => ({
		phone,
		baseUrl: (item === bad && given.baseUrl) || bench.sandbox.url,
	}));
	const { method: requestMethod, callsAtOnce } = given;
	const { main, errors, run } = await bench.run(items, {
		credential: { baseUrl: '={{ $json.baseUrl }}' },
		onError,
		retryOnFail,
		maxTries: 2,
		waitBetweenTries: 1,
		parameters: { options: { requestMethod, callsAtOnce, triesWhenNotPlaced: 2 } },
	});
	const times = phones.map(timesOf);
	const placed = times.map((one) => one.placed);
	expect(placed.every((count) => count <= 1)).toBe(true);
	const sent = times[bad]!.sent;
	if (reason === 'unknown' || reason === 'placed') expect(sent).toBe(given.requests ?? 1);

	const error = run.data.resultData.error as unknown as NodeApiError | undefined;
	if (error) {
		// n8n reruns the node once, and each run tries again what was not placed.
		expect(onError).toBe('stopWorkflow');
		expect(reason).not.toBe('placed');
		expect(error.context.itemIndex).toBe(bad);
		const description = String(error.description);
		const counts = [...description.matchAll(/: (\d+) \(items? /g)].map(([, count]) =>
			Number(count),
		);
		expect(counts.reduce((sum, count) => sum + count, 0)).toBe(phones.length);
		const called = /\bCalled: (\d+)/.exec(description);
		expect(Number(called?.[1] ?? 0)).toBe(
			placed.filter((count, item) => count && item !== bad).length,
		);
		return;
	}
	const reasons = [...main, ...errors].map(({ json, pairedItem }) => [
		(pairedItem as { item: number }).item,
		json.success ? 'placed' : (json.details as { reason: string }).reason,
	]);
	expect(reasons.sort()).toEqual(phones.map((_, item) => [item, item === bad ? reason : 'placed']));
	const hasError = onError === 'continueErrorOutput' && reason !== 'placed';
	expect(errors).toHaveLength(hasError ? 1 : 0);
	if (reason === 'placed') return;
	expect(onError).not.toBe('stopWorkflow');
	const sentInOneRun = { refused: 1, notPlaced: given.baseUrl ? 0 : 1, unknown: 1 }[reason];
	const runs = retryOnFail && bad === 0 && reason !== 'unknown' ? 2 : 1;
	expect(sent).toBe(sentInOneRun * runs);
}

test(`nobody is called twice and nobody is lost in ${cases.length} cases`, async () => {
	const faultOf = new Map(cases.map(({ phones, position, fault }) => [phones[position], fault]));
	bench.sandbox.script = ({ lc_number }) => {
		const phone = String(lc_number);
		return faultOf.get(phone)?.(timesOf(phone).sent);
	};
	const queue = [...cases];
	const failures: string[] = [];
	const line = async () => {
		for (let given = queue.pop(); given; given = queue.pop()) {
			const label = JSON.stringify(given);
			await check(given).catch((error: Error) => failures.push(`${label}\n${error.message}`));
		}
	};
	// Most of the runs only wait.
	await Promise.all(Array.from({ length: 15 }, line));
	expect(failures).toEqual([]);
});

const count = isThorough ? 10_000 : 200;

test(`${count} leads with random faults and Retry On Fail: nobody twice, nobody lost`, async () => {
	/** One lead in twenty meets one of these. */
	const faults: Fault[] = [
		{ status: 403 },
		{ status: 429, headers: { 'retry-after': '600' } },
		{ status: 500, places: true },
		{ breaks: true },
		{ places: true, breaks: true },
	];
	const random = fc.sample(fc.noBias(fc.nat(99)), { seed: 20_301, numRuns: count });
	// The first one fails, so that n8n runs the node again for all of them.
	random[0] = 0;
	const phones = random.map((_, item) => `+1415${5_550_000 + item}`);
	const faultOf = new Map(phones.map((phone, item) => [phone, faults[random[item]!]]));
	bench.sandbox.script = ({ lc_number }) => faultOf.get(String(lc_number));

	const { main, errors, run } = await bench.run(
		phones.map((phone, item) => ({ phone, name: `Lead ${item}` })),
		{
			onError: 'continueErrorOutput',
			retryOnFail: true,
			maxTries: 2,
			waitBetweenTries: 1,
			parameters: { leadFields: { name: '={{ $json.name }}' }, options: { triesWhenNotPlaced: 1 } },
		},
	);
	const failing = random.filter((chance) => faults[chance]).length;
	expect(failing).toBeGreaterThan(count / 50);
	const placed = bench.sandbox.placed.map(({ phoneNumber }) => phoneNumber);
	expect(new Set(placed).size).toBe(placed.length);
	const seen = [...main, ...errors].map(({ pairedItem }) => (pairedItem as { item: number }).item);
	expect(seen.sort((a, b) => a - b)).toEqual([...phones.keys()]);
	expect(errors).toHaveLength(failing);
	const remembered = JSON.stringify(run.data.executionData?.contextData);
	expect(remembered).not.toMatch(/sandbox-(widget|api)-key/);
	expect(remembered.length / count).toBeLessThan(400);
});
