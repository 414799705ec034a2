import type { Fault } from '../../../sandbox/server.mts';
import { useBench } from '../setup.mts';

const bench = useBench();
const asked = (part: string) => bench.sandbox.requests.filter(({ path }) => path.includes(part));
const sent = () => bench.sandbox.received;
const chosen = (...values: unknown[]) => {
	const modeOf = (value: unknown) => (typeof value === 'number' ? 'list' : 'name');
	const agent = values.map((value) => ({ agent: { __rl: true, mode: modeOf(value), value } }));
	return { specifyAgents: 'account', accountAgents: { agent: agent as never } };
};
const people = [0, 1, 2].map((n) => ({ phone: `+1415555010${n}`, owner: 'ben jones' }));
const matching = { specifyCustomParameters: 'matching' };

afterEach(() => expect(bench.sandbox.leaks).toEqual([]));

test('agents are called at the phones that the account has for them, looked up once a run', async () => {
	bench.sandbox.account.agents[0]!.phone = '+14155550199';
	await bench.run(people, { parameters: chosen(101, '={{ $json.owner }}', '') });
	expect(sent()).toHaveLength(3);
	for (const values of sent()) {
		expect(values).toMatchObject({
			lc_param_agent01name: 'Anna Williams',
			lc_param_agent01phone: '+14155550199',
			lc_param_agent02name: 'Ben Jones',
			lc_param_agent02phone: '+442079460019',
		});
	}
	expect(asked('/agents').map(({ query }) => query.page)).toEqual(['1', '2']);
});

test('an empty choice rings those of the widget, and asks for no list', async () => {
	await bench.run(people.slice(0, 2), { parameters: chosen('') });
	expect(sent().map((values) => Object.keys(values).length)).toEqual([2, 2]);
	expect(asked('/agents')).toEqual([]);
});

test("the item's fields that the widget has parameters for are sent, the rest is not", async () => {
	const known = { Company: 'Acme', 'Deal Value': 12.5 };
	const records = [
		{ phone: '+14155550100', ...known, notes: 'private', Email: 'a@b.c' },
		{ phone: '+14155550101', LC_PARAM_campaign: true, company: null, owner: { id: 7 } },
	];
	await bench.run(records, { parameters: matching });
	const sentKnown = { lc_param_company: 'Acme', lc_param_deal_value: '12.5' };
	expect(sent()).toEqual([
		{ lc_number: '+14155550100', ...sentKnown, api_source: 'n8n' },
		{ lc_number: '+14155550101', lc_param_campaign: 'true', api_source: 'n8n' },
	]);
	expect(asked('get-custom-params')).toHaveLength(1);
});

const noAccountKey = { accountApiKey: '' };
const wrongKeys = { apiKey: 'made-up-key', accountApiKey: 'made-up-key' };
const page = { status: 200, body: '<html>' };

test.each<[object, RegExp, Record<string, string>, Fault | undefined]>([
	[chosen(101), /^Agents: .*Account API Key: expected.*Using Fields/, noAccountKey, undefined],
	[chosen(101), /Account API Key: Brightcall refused/, wrongKeys, undefined],
	[chosen(101), /found nothing there/, {}, { status: 404, body: {} }],
	[matching, /refused the widget keys.*fields by hand/, wrongKeys, undefined],
	[matching, /^Custom Parameters: .*it was a web page/, {}, page],
	[matching, /without a list of parameters/, {}, { status: 200, body: [] }],
])('%j without the list: nobody is called: %s', async (parameters, why, credential, fault) => {
	bench.sandbox.scriptRequest = () => fault;
	const { run } = await bench.run(people, { parameters: { ...parameters }, credential });
	expect(run.data.resultData.error).toMatchObject({
		message: expect.stringMatching(why) as string,
		description: expect.stringContaining('Nobody was called') as string,
	});
	expect(sent()).toEqual([]);
});

test('the dropdowns list those who are active by name, and the parameters without a field', async () => {
	expect((await bench.search('searchAgents')).results).toEqual([
		{ name: 'Anna Williams, +14155550125', value: '101' },
		{ name: 'Ben Jones, +442079460019', value: '102' },
		{ name: 'Chloé Martin, +33199001234', value: '103' },
	]);
	const names = ['campaign', 'company', 'deal_value'].map((name) => ({ name, value: name }));
	expect((await bench.search('searchCustomParameters')).results).toEqual(names);
	expect((await bench.search('searchAgents', 'BEN')).results).toHaveLength(1);
	expect((await bench.search('searchCustomParameters', 'zzz')).results).toEqual([]);
	expect(sent()).toEqual([]);
});

test.each([
	['searchAgents', { accountApiKey: '' }, /^Account API Key: expected.*Using Fields Below/],
	['searchCustomParameters', { apiKey: 'made-up-key' }, /refused the widget keys.*By Name/],
	['searchCustomParameters', { baseUrl: 'http://127.0.0.1:9' }, /By Name/],
])('%s without a list says why, and how to go on: %j', async (method, keys, description) => {
	await expect(bench.search(method, '', keys)).rejects.toMatchObject({
		message: expect.stringContaining('Brightcall did not list') as string,
		description: expect.stringMatching(description) as string,
	});
});
