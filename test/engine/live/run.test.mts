import { gatewayPage } from '../../../sandbox/answers/fault.mts';
import { allSteps, chosenSteps } from '../../../scripts/live/steps/all.mts';
import { sandboxKeys } from '../../../sandbox/server.mts';
import {
	agentNumber,
	alwaysTyped,
	envFor,
	factsThat,
	ownNumber,
	Person,
	useLive,
	type Typed,
} from './setup.mts';

const bench = useLive();
const allFacts = allSteps.flatMap(({ facts }) => facts).length;
const addCall = 'POST /rest/v1/ext/add_call_api/';

/** The sandbox lets a repeated call through; a service that blocks it says so. */
const blocksRepeats = {
	[addCall]: { repeated: { status: 200, body: { success: false, message: 'Duplicate request' } } },
};

/** A clock on which a phone takes as long to ring as it was asked to. */
function patientClock() {
	let waited = 0;
	const typed: Typed = (question, place) => {
		if (question.includes('when a phone rings')) waited += 62_000 + (waited > 0 ? 60_000 : 0);
		return alwaysTyped('yes')(question, place);
	};
	return { typed, now: () => Date.now() + waited };
}

/** The keys, when they are typed, and after them whatever another would type. */
const withKeys =
	(typed: Typed): Typed =>
	(question, place) =>
		Object.values(sandboxKeys)[place] ?? typed(question, place - 3);

test('yes to everything: every fact is tried, and holds', async () => {
	const url = 'https://hooks.example.com/made-up';
	bench.sandbox.seedCalls({ count: 12 });
	bench.sandbox.account.widget.apiUrl = url;
	// Nobody listens there.
	bench.sandbox.eventTypes = [];
	bench.sandbox.answers = blocksRepeats;
	const { typed, now } = patientClock();
	const { BRIGHTCALL_BASE_URL } = envFor(bench.sandbox.url);
	const person = new Person(withKeys(typed));
	const { code, report } = await bench.run(person, { env: { BRIGHTCALL_BASE_URL }, now });

	expect(factsThat(report, 'differs')).toEqual([]);
	expect(factsThat(report, 'not tried')).toEqual([]);
	expect(factsThat(report, 'holds')).toHaveLength(allFacts);
	expect(code).toBe(0);
	expect(Object.keys(report?.answers ?? {})).toHaveLength(9);
	expect(bench.sandbox.account.widget.apiUrl).toBe(url);
	expect(bench.sandbox.leaks).toEqual([]);
	expect(bench.sandbox.placed.map(({ phoneNumber }) => phoneNumber)).toEqual(
		Array<string>(6).fill(ownNumber),
	);
	expect(bench.sandbox.placed.map(({ values }) => values)).toMatchObject([
		{ api_source: 'n8n', lc_param_name: 'Live check' },
		{ no_repeat: true },
		{ delay_sec: 60 },
		{ future_unixstamp: expect.any(Number) },
		{ lc_param_live_check: 'n8n-live-check' },
		{ lc_param_agent01phone: agentNumber },
	]);
});

test('no to everything: nothing is written, nobody is rung', async () => {
	bench.sandbox.seedCalls({ count: 12 });
	const { code, report } = await bench.run(new Person(alwaysTyped('no')));
	expect(code).toBe(0);
	expect(factsThat(report, 'differs')).toEqual([]);
	const asked = allSteps.filter(({ risk, name }) => !risk && !/keys-place|call-in-list/.test(name));
	expect(factsThat(report, 'holds')).toHaveLength(asked.flatMap(({ facts }) => facts).length);
	expect(bench.sandbox.placed).toEqual([]);
	// The one with wrong keys.
	expect(bench.sandbox.received).toHaveLength(1);
	expect(bench.sandbox.requests.filter(({ method }) => method !== 'GET')).toEqual([]);
});

test('only Enter: no number, no call', async () => {
	const person = new Person(() => undefined);
	const { report } = await bench.run(person);
	expect(bench.sandbox.received).toHaveLength(1);
	expect(person.questions.filter((question) => question.includes('phone'))).toHaveLength(1);
	expect(report?.findings.find(({ step }) => step === 'agent')?.came).toBe('no number was given');
});

test('a yes in other words is none', async () => {
	for (const typed of ['y', 'ja', 'yes please', '1', 'YES!']) {
		// Asked once more, the person presses Enter.
		let asked = 0;
		const person = new Person((question) => {
			if (!question.includes('Type yes to do it')) return alwaysTyped('')(question, 0);
			return asked++ % 2 === 0 ? typed : undefined;
		});
		await bench.run(person);
		expect(person.screen).toContain('Please type yes, no or stop');
	}
	expect(bench.sandbox.placed).toEqual([]);
});

describe('ended', () => {
	/** How many questions there are, when nothing ends it. */
	const questionsInAll = async (typed: Typed) => {
		const person = new Person(typed);
		await bench.run(person);
		bench.sandbox.reset();
		return person.questions.length;
	};

	test('at each question in turn: what was found by then is reported, and no call follows', async () => {
		const most = await questionsInAll(alwaysTyped('yes'));
		expect(most).toBeGreaterThan(15);
		for (let last = 0; last < most; last++) {
			bench.sandbox.reset();
			const person = new Person((question, place) =>
				place === last ? 'stop' : alwaysTyped('yes')(question, place),
			);
			const { report } = await bench.run(person);
			expect(person.questions).toHaveLength(last + 1);
			const yes = person.questions.filter(
				(question, place) => place < last && question.includes('Type yes to do it'),
			);
			// One of them writes the URL of the widget; one call was asked for with wrong keys.
			expect(bench.sandbox.received).toHaveLength(Math.max(0, yes.length - 1) + 1);
			expect(report?.findings).toHaveLength(allFacts);
			expect(report?.isEnded).toBe(true);
			expect(report?.findings.at(-1)?.verdict).toBe('not tried');
			expect(person.screen).toContain('live-report-');
		}
	});

	test('while the keys are typed: nothing is asked, nothing is reported', async () => {
		for (const last of [0, 1, 2]) {
			const person = new Person((_, place) => (place === last ? 'stop' : 'made-up'));
			const { code, report } = await bench.run(person, { env: {} });
			expect(code).toBe(1);
			expect(report).toBeUndefined();
		}
		expect(bench.sandbox.requests).toEqual([]);
	});
});

describe('the service', () => {
	test('is away: that is found out once, and nobody is asked anything', async () => {
		const person = new Person(alwaysTyped('yes'));
		const { code, report } = await bench.run(person, { env: envFor('http://127.0.0.1:9') });
		expect(code).toBe(1);
		expect(person.questions).toEqual([]);
		expect(factsThat(report, 'not tried')).toHaveLength(allFacts);
		const reasons = new Set(report?.findings.slice(1).map(({ came }) => came));
		expect([...reasons]).toEqual(['Brightcall could not be reached (ECONNREFUSED)']);
		expect(report?.answers).toEqual({});
	});

	test('goes away in the middle: what was found before is kept', async () => {
		bench.sandbox.script = () => ({ breaks: true });
		const { report } = await bench.run(new Person(alwaysTyped('yes')));
		expect(factsThat(report, 'holds')).toContain(
			'agents: Agents come as a list, `agents` or `data`',
		);
		const call = report?.findings.find(({ step }) => step === 'call');
		expect(call).toMatchObject({ verdict: 'differs', came: 'no answer (ECONNRESET)' });
	});

	test('answers pages: everything differs, nothing is taken for a call', async () => {
		bench.sandbox.script = () => ({ status: 200, body: gatewayPage });
		bench.sandbox.scriptRequest = () => ({ status: 200, body: gatewayPage });
		const person = new Person(alwaysTyped('yes'));
		const { code, report } = await bench.run(person);
		expect(code).toBe(1);
		const seen = factsThat(report, 'holds').filter((fact) => !/ring/.test(fact));
		expect(seen).toEqual([]);
		expect(report?.answers['GET /api/v1/agents']).toEqual({
			ok: {
				status: 200,
				body: '<!DOCTYPE html><html><head><title>502 Bad Gateway</title></head></html>',
			},
		});
		expect(person.screen).toContain('HTTP 200: a web page');
	});

	test('refuses everything: nobody is asked whether a phone rang', async () => {
		const refusal = { status: 403, body: { success: false, message: 'Account blocked' } };
		bench.sandbox.script = () => refusal;
		bench.sandbox.scriptRequest = () => refusal;
		const person = new Person(alwaysTyped('yes'));
		await bench.run(person);
		expect(person.questions.filter((question) => /Did a phone ring,/.test(question))).toEqual([]);
	});
});

describe('without somebody at a terminal', () => {
	test('only what rings nobody is asked', async () => {
		bench.sandbox.seedCalls({ count: 12 });
		const person = new Person(() => {
			throw new Error('nobody is there');
		});
		person.isAttended = false;
		const { code, report } = await bench.run(person);
		expect(code).toBe(0);
		expect(factsThat(report, 'holds').length).toBeGreaterThan(12);
		expect(report?.isEnded).toBe(false);
		expect(bench.sandbox.placed).toEqual([]);
		expect(bench.sandbox.requests.filter(({ method }) => method !== 'GET')).toEqual([]);
		expect(report?.findings.find(({ step }) => step === 'call')?.came).toBe(
			'it takes somebody at a terminal',
		);
	});

	test.each(['BRIGHTCALL_WIDGET_KEY', 'BRIGHTCALL_API_KEY'])('%s has to be set', async (name) => {
		const person = new Person(() => undefined);
		person.isAttended = false;
		const env = { ...envFor(bench.sandbox.url), [name]: ' ' };
		await expect(bench.run(person, { env })).rejects.toThrow(`${name}: expected`);
	});

	test('the account key need not be', async () => {
		const person = new Person(() => undefined);
		person.isAttended = false;
		const env = { ...envFor(bench.sandbox.url), BRIGHTCALL_ACCOUNT_KEY: undefined };
		const { report } = await bench.run(person, { env });
		expect(report?.findings.find(({ step }) => step === 'agents')?.came).toBe(
			'there is no Account API Key',
		);
	});
});

test('an address that is no good is refused before a key goes anywhere', async () => {
	const env = envFor('http://brightcall.example.com');
	await expect(bench.run(new Person(() => undefined), { env })).rejects.toThrow(
		'Base URL: expected',
	);
});

test('so is a folder that no report can be written to', async () => {
	const person = new Person(() => undefined);
	await expect(bench.run(person, { folder: '/nowhere/at/all' })).rejects.toThrow(
		'--folder: expected',
	);
	expect(person.questions).toEqual([]);
	expect(bench.sandbox.requests).toEqual([]);
});

test('a mistake of the program itself: what was found before is reported', async () => {
	const [first, second, third] = chosenSteps('parameters,wrong-key,agents');
	const broken = {
		...second!,
		request: () => {
			throw new Error('a mistake');
		},
	};
	const person = new Person(() => undefined);
	const { report } = await bench.run(person, { steps: [first!, broken, third!] });
	expect(factsThat(report, 'holds')).toHaveLength(first!.facts.length);
	expect(report?.findings.map(({ came }) => came)).toContain('this program failed');
	expect(person.screen).toContain('a mistake');
});

test('a call that takes its time was not answered: the lead may be rung, and nothing is sent twice', async () => {
	bench.sandbox.script = (values) =>
		values.lc_param_live_check ? { places: true, breaks: true } : undefined;
	const { report } = await bench.run(new Person(alwaysTyped('yes')), {
		steps: chosenSteps('call'),
	});
	expect(bench.sandbox.placed).toHaveLength(1);
	expect(factsThat(report, 'holds')).toEqual(['call: A phone rings']);
});
