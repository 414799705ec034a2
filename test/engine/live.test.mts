import { mkdtemp, readdir, readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';

import fc from 'fast-check';

import { sandboxKeys, startSandbox, type Sandbox } from '../../sandbox/server.mts';
import { allSteps, live } from '../../scripts/live/live.mts';
import { openTerminal } from '../../scripts/live/person.mts';
import { shapeOf } from '../../scripts/live/report.mts';
import { randomRuns } from '../harness/thorough.mts';

jest.setTimeout(60_000);
let sandbox: Sandbox;
beforeAll(async () => (sandbox = await startSandbox()));
afterAll(async () => await sandbox.close());
beforeEach(() => {
	sandbox.reset();
	Object.assign(sandbox, { eventDelayMillis: 0, delayFactor: 0, eventTypes: [] });
	sandbox.account.widget.apiUrl = 'https://hooks.example.com/plumbworks';
	sandbox.seedCalls({ count: 12 });
});

const keys = Object.values(sandboxKeys);
const phones = ['+442079460018', '+14155550177'];
const prompts = ['Widget Key', 'Widget API', 'Account', '  Your own', '  A second'];

/** A run with somebody at the terminal. They type the keys, their phones and one answer, and each time a yes too early. */
async function run(answer: string, { stopAt = Infinity, isAttended = true, env = {} } = {}) {
	const [input, output] = [new PassThrough(), new PassThrough()];
	const folder = await mkdtemp(join(tmpdir(), 'live-'));
	let [screen, asked] = ['', 0];
	output.on('data', (chunk: Buffer) => {
		screen += String(chunk);
		const question = /[^\n]*[:)] $/.exec(String(chunk))?.[0];
		if (!question) return;
		const typed = [...keys, ...phones][prompts.findIndex((one) => question.startsWith(one))];
		const line = asked++ === stopAt ? 'stop' : (typed ?? answer);
		setTimeout(() => input.write(`${line}\ryes\ryes`), 1);
	});
	const all = { BRIGHTCALL_BASE_URL: sandbox.url, ...env };
	const terminal = openTerminal(isAttended, input, output);
	const code = await live({ terminal, env: all, folder, version: '0' });
	const [file] = await readdir(folder);
	const report = file ? await readFile(join(folder, file), 'utf8') : '';
	for (const key of keys) expect(screen + report).not.toContain(key);
	const counts = /(\d+) hold, (\d+) differ, (\d+) were/.exec(report)?.slice(1).map(Number) ?? [];
	return { code, report, counts };
}

test('yes to everything: all holds', async () => {
	const body = { success: false, message: 'Duplicate request of Zofia' };
	sandbox.script = ({ no_repeat }) => (no_repeat ? { status: 409, body } : undefined);
	const { code, report, counts } = await run('yes');
	const facts = Object.values(allSteps).flatMap((step) => Object.keys(step.facts));
	// Whether the blocked call rang is not asked.
	expect([code, ...counts]).toEqual([0, facts.length - 1, 0, 1]);
	expect(report).toContain('"message": "(text) duplicate"');
	expect(sandbox.placed.map(({ phoneNumber }) => phoneNumber)).toEqual(Array(5).fill(phones[0]));
	expect(sandbox.placed.map(({ values }) => values)).toMatchObject([
		{ api_source: 'n8n', lc_param_live_check: 'n8n-live-check' },
		{ delay_sec: 60 },
		{ future_unixstamp: expect.any(Number) },
		{},
		{ lc_param_agent01phone: phones[1] },
	]);
	expect(sandbox.account.widget.apiUrl).toBe('https://hooks.example.com/plumbworks');
	expect(sandbox.leaks).toEqual([]);
	const page = await readFile('docs/live.md', 'utf8');
	for (const name of Object.keys(allSteps)) expect(page).toContain(`| \`${name}\` `);
});

test.each(['no', '', 'nobody'])('without a yes nobody is called: "%s"', async (answer) => {
	const variable = (index: number) => `BRIGHTCALL_${['WIDGET', 'API', 'ACCOUNT'][index]}_KEY`;
	const env = Object.fromEntries(keys.map((key, index) => [variable(index), key]));
	const { counts } = await run(answer, { env, isAttended: answer !== 'nobody' });
	expect(counts[0]).toBeGreaterThan(20);
	expect(sandbox.placed).toEqual([]);
	expect(sandbox.requests.filter(({ method }) => method === 'POST')).toEqual([]);
});

test.each([
	['where a key is', 3],
	['for a yes', 5],
	['for a phone', 8],
	['whether it rang', 10],
])('ended when it asks %s, it still writes the report', async (_, stopAt) => {
	expect((await run('yes', { stopAt })).report).toContain('the run was ended');
});

const secrets = 'zofia|wiśniewska|plumbworks|44207|0018|51.5|w1dget|1980-07-31'.split('|');
const leaksIn = (text: string) =>
	[...secrets, ...keys].filter((one) => text.toLowerCase().includes(one));
const people = 'Zofia Wiśniewska|z@plumbworks.example|lc_param_zofia|wrong number: Zofia|__proto__';
const places =
	'+442079460018|51.5,-0.1|020 7946 0018|https://a.example/w1dget|1980-07-31T10:00:00Z';
const texts = `${people}|${places}`.split('|');
const names = 'message|errors|success|lead|phone|name|custom_params|data'.split('|');
const { json } = fc.letrec<{ json: unknown }>((tie) => ({
	json: fc.oneof(
		{ maxDepth: 4 },
		fc.constantFrom<unknown>(...texts, ...keys, 442079460018, 51.5, true, null),
		fc.array(tie('json'), { maxLength: 4 }),
		fc.dictionary(fc.constantFrom(...names, ...texts, ...keys), tie('json'), { maxKeys: 5 }),
	),
}));

test('whatever an answer holds, its shape holds nothing of anybody', () => {
	const kinds = fc.constantFrom('json', 'text', 'page', 'broken');
	const property = fc.property(json, kinds, (value, kind) => {
		const body = { kind, value: kind === 'json' ? value : JSON.stringify(value) } as never;
		expect(leaksIn(JSON.stringify(shapeOf({ statusCode: 200, body })))).toEqual([]);
	});
	fc.assert(property, randomRuns);
});

test('nor does a report when names, numbers and keys come everywhere', async () => {
	for (const body of fc.sample(fc.dictionary(fc.constantFrom(...names, ...texts), json), 2)) {
		const fault = { status: 400, body: { ...body, message: 'Zofia has a wrong number' } };
		Object.assign(sandbox, { script: () => fault, scriptRequest: () => fault });
		const { report, counts } = await run('yes');
		expect(counts[1]).toBeGreaterThan(5);
		expect(leaksIn(report)).toEqual([]);
		expect(report).toContain('"message": "(text) wrong number"');
	}
});
