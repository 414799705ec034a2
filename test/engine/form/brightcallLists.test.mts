import type { Fault } from '../../../sandbox/server.mts';
import { useBench } from '../setup.mts';

const bench = useBench();
const asked = (part: string) => bench.sandbox.requests.filter(({ path }) => path.includes(part));
const sent = () => bench.sandbox.received;
const errorOf = (run: Awaited<ReturnType<typeof bench.run>>) =>
	run.run.data.resultData.error as { message?: string; description?: string } | undefined;
const chosen = (...values: unknown[]) => ({
	specifyAgents: 'account',
	accountAgents: {
		agent: values.map((value) => ({
			agent: { __rl: true, mode: typeof value === 'number' ? 'list' : 'name', value },
		})) as never,
	},
});

afterEach(() => expect(bench.sandbox.leaks).toEqual([]));

describe('agents from Brightcall', () => {
	const people = [0, 1, 2].map((n) => ({ phone: `+1415555010${n}`, owner: 'ben jones' }));

	test('are called at the phones that the account has for them, looked up once a run', async () => {
		await bench.run(people, { parameters: chosen(103, '={{ $json.owner }}', '') });
		expect(sent()).toHaveLength(3);
		for (const values of sent()) {
			expect(values).toMatchObject({
				lc_param_agent01name: 'Chloé Martin',
				lc_param_agent01phone: '+33199001234',
				lc_param_agent02name: 'Ben Jones',
				lc_param_agent02phone: '+442079460019',
			});
		}
		expect(asked('/agents').map(({ query }) => query.page)).toEqual(['1', '2']);
	});

	test('a phone that has changed is the new one', async () => {
		bench.sandbox.account.agents[0]!.phone = '+14155550199';
		await bench.run(people.slice(0, 2), { parameters: chosen(101) });
		expect(sent()[1]).toMatchObject({ lc_param_agent01phone: '+14155550199' });
	});

	test('one on a later page of the list is found, by the dropdown as well', async () => {
		const { agents } = bench.sandbox.account;
		const [anna] = agents;
		for (let id = 1000; id < 1120; id++) agents.unshift({ ...anna!, id, name: `Agent ${id}` });
		await bench.run(people, { parameters: chosen(1000, 101) });
		expect(sent()).toHaveLength(3);
		for (const values of sent())
			expect(values).toMatchObject({ lc_param_agent01name: 'Agent 1000' });
		expect((await bench.search('searchAgents')).results).toHaveLength(123);
	});

	test.each<[string, unknown, string]>([
		['gone', 999, 'Agent 1: expected an agent of your Brightcall account, got 999'],
		['switched off', 104, 'Agent 1: expected an agent who is active in Brightcall, got 104'],
	])('one who is %s is not called, and the lead is', async (_, value, message) => {
		const { main } = await bench.run(people, { parameters: chosen(value, 103) });
		for (const values of sent()) {
			expect(values).toMatchObject({ lc_param_agent01name: 'Chloé Martin' });
			expect(values).not.toHaveProperty('lc_param_agent02name');
		}
		expect(main.map(({ json }) => json.warnings)).toEqual(people.map(() => [message]));
	});

	test.each<[string, Record<string, string>, Fault | undefined, RegExp]>([
		['no account key', { accountApiKey: '' }, undefined, /Account API Key: expected/],
		[
			'a wrong one',
			{ accountApiKey: 'made-up-key' },
			undefined,
			/Account API Key: Brightcall refused/,
		],
		['no list', {}, { status: 404, body: {} }, /found nothing there/],
		['a page', {}, { status: 200, body: '<html>' }, /it was a web page/],
	])('%s: nobody is called, and the error says how to go on', async (_, keys, fault, why) => {
		bench.sandbox.scriptRequest = () => fault;
		const run = await bench.run(people, { parameters: chosen(101), credential: keys });
		const { message, description } = errorOf(run)!;
		expect(message).toMatch(/^Agents: the list could not be read from Brightcall \(/);
		expect(message).toMatch(why);
		expect(message).toContain('Using Fields Below');
		expect(description).toContain('Nobody was called');
		expect(sent()).toEqual([]);
	});

	test('an empty choice rings those of the widget, and asks for no list', async () => {
		await bench.run(people.slice(0, 2), { parameters: { specifyAgents: 'account' } });
		expect(sent().map(Object.keys)).toEqual([
			['lc_number', 'api_source'],
			['lc_number', 'api_source'],
		]);
	});

	test('the dropdown lists those who are active, by name', async () => {
		const { results } = await bench.search('searchAgents');
		expect(results).toEqual([
			{ name: 'Anna Williams, +14155550125', value: '101' },
			{ name: 'Ben Jones, +442079460019', value: '102' },
			{ name: 'Chloé Martin, +33199001234', value: '103' },
		]);
		expect((await bench.search('searchAgents', 'BEN')).results).toHaveLength(1);
	});

	test('a dropdown without a list says why, and leaves the other one alone', async () => {
		await expect(bench.search('searchAgents', '', { accountApiKey: '' })).rejects.toMatchObject({
			message: 'Brightcall did not list the agents',
			description: expect.stringMatching(
				/^Account API Key: expected.*Using Fields Below/,
			) as string,
		});
		const { results } = await bench.search('searchCustomParameters', '', { accountApiKey: '' });
		expect(results.length).toBeGreaterThan(0);
	});
});

describe('matching input fields', () => {
	const parameters = { specifyCustomParameters: 'matching' };
	const records = [
		{
			phone: '+14155550100',
			Company: 'Acme',
			'Deal Value': 12.5,
			notes: 'private',
			Email: 'a@b.c',
		},
		{ phone: '+14155550101', LC_PARAM_campaign: true, company: null, owner: { id: 7 } },
	];

	test('what the widget has parameters for is sent, the rest is not', async () => {
		await bench.run(records, { parameters });
		expect(sent()).toEqual([
			{
				lc_number: '+14155550100',
				lc_param_company: 'Acme',
				lc_param_deal_value: '12.5',
				api_source: 'n8n',
			},
			{ lc_number: '+14155550101', lc_param_campaign: 'true', api_source: 'n8n' },
		]);
		expect(asked('get-custom-params')).toHaveLength(1);
	});

	test.each<[string, Record<string, string>, Fault | undefined, RegExp]>([
		['wrong keys', { apiKey: 'made-up-key' }, undefined, /Brightcall refused the widget keys/],
		['a page', {}, { status: 200, body: '<html>' }, /it was a web page/],
		['another list', {}, { status: 200, body: [] }, /without a list of parameters/],
	])('%s: nobody is called, and the error says to map by hand', async (_, keys, fault, why) => {
		bench.sandbox.scriptRequest = () => fault;
		const run = await bench.run(records, { parameters, credential: keys });
		const { message, description } = errorOf(run)!;
		expect(message).toMatch(/^Custom Parameters: the list could not be read from Brightcall \(/);
		expect(message).toMatch(why);
		expect(message).toContain('map the fields by hand');
		expect(description).toContain('Nobody was called');
		expect(sent()).toEqual([]);
	});
});
