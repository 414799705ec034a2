import fc from 'fast-check';

import { readRecordedAnswers } from '../../../sandbox/answers/recordedAnswers.mts';
import type { Fault } from '../../../sandbox/server.mts';
import { startSandbox } from '../../../sandbox/server.mts';
import type { Report } from '../../../scripts/live/report/report.mts';
import { isShown } from '../../../scripts/live/steps/step.mts';
import { allSteps } from '../../../scripts/live/steps/all.mts';
import { odd } from './oddAnswers.mts';
import { alwaysTyped, envFor, factsThat, Person, useLive } from './setup.mts';

// From a service with odd answers to a report, and from the report to a sandbox with the same: a difference that somebody
// has found far away becomes one that a test here finds.

const bench = useLive();

/** Runs against a sandbox that was started with a report, as `npm run sandbox -- --answers FILE` does. */
async function runAgainst(report: Report): Promise<Report> {
	const sandbox = await startSandbox(0, readRecordedAnswers(JSON.stringify(report)));
	sandbox.eventDelayMillis = 0;
	sandbox.delayFactor = 0;
	sandbox.seedCalls({ count: 12 });
	try {
		const env = envFor(sandbox.url);
		return (await bench.run(new Person(alwaysTyped('yes')), { env })).report!;
	} finally {
		await sandbox.close();
	}
}

async function runLive(): Promise<Report> {
	bench.sandbox.seedCalls({ count: 12 });
	return (await bench.run(new Person(alwaysTyped('yes')))).report!;
}

const shownFacts = allSteps.flatMap(({ name, facts }) =>
	facts.filter(isShown).map(({ expected }) => `${name}: ${expected}`),
);

/** What the answers have shown; what the person has seen is no answer, and made-up recordings are nowhere. */
const shown = ({ findings }: Report) =>
	findings.filter(({ step, expected }) => shownFacts.includes(`${step}: ${expected}`));

async function comesBack(): Promise<Report> {
	const first = await runLive();
	const second = await runAgainst(first);
	expect(shown(second)).toEqual(shown(first));
	expect(second.answers).toEqual(first.answers);
	return first;
}

test.each(odd)('%s', async (differs, answers) => {
	bench.sandbox.answers = readRecordedAnswers(JSON.stringify({ answers })).answers;
	const report = await comesBack();
	expect(factsThat(report, 'differs')).toContain(differs);
	const [endpoint] = Object.keys(answers);
	expect(Object.keys(report.answers)).toContain(endpoint);
});

test('every fact that an answer shows can differ', () => {
	const unproven = shownFacts.filter((fact) => !odd.some(([differs]) => differs === fact));
	expect(unproven).toEqual([]);
});

const body = fc.oneof(
	fc.constantFrom<unknown>('', 'OK', 'n/a', '{"success": tr', '"yes"', null, 7, [], {}, [[]]),
	fc.constant('<html><title>Anna Williams, 020 7946 0018</title></html>'),
	fc.record(
		{
			success: fc.constantFrom<unknown>(true, false, 'true', 'no', 1, 0, null, 'perhaps'),
			status: fc.constantFrom<unknown>('ok', 'failed', 'queued', 200, 404),
			message: fc.constantFrom('wrong number', 'Duplicate lead', 'Call 14155550123, Anna', ''),
			error: fc.constantFrom<unknown>(null, '', 'Invalid', { code: 12 }, []),
			data: fc.constantFrom<unknown>(null, [], [{ id: 5 }], { success: false }, 'x'),
			customParams: fc.constantFrom<unknown>([], [{ id: 'lc_param_a' }], 'none', [null]),
			endCallPayloadList: fc.constantFrom<unknown>([], [{ call_id: 'x' }], {}, [null]),
		},
		{ requiredKeys: [] },
	),
);
const fault: fc.Arbitrary<Fault> = fc.record({
	status: fc.constantFrom(200, 201, 204, 302, 400, 401, 403, 404, 409, 422, 429, 500, 503),
	body,
});

test('whatever comes, the sandbox gives it again', async () => {
	await fc.assert(
		fc.asyncProperty(fc.array(fault, { minLength: 3, maxLength: 7 }), async (faults) => {
			bench.sandbox.reset();
			bench.sandbox.eventDelayMillis = 0;
			bench.sandbox.delayFactor = 0;
			let asked = 0;
			const next = () => faults[asked++ % (faults.length + 1)];
			bench.sandbox.script = next;
			bench.sandbox.scriptRequest = next;
			await comesBack();
		}),
		{ numRuns: 20 },
	);
});
