import { readdirSync } from 'node:fs';

import type { IDataObject, INodeParameters } from 'n8n-workflow';

import { sandboxKeys } from '../../sandbox/server.mts';
import { startEngine } from '../harness/engine.mts';
import { readExample, runExample } from '../harness/exampleRun.mts';
import { until, useTriggerBench } from './trigger/setup.mts';

const bench = useTriggerBench();
const credential = () => ({ ...sandboxKeys, baseUrl: bench.sandbox.url });
const ran = new Set<string>();
type Setup = Parameters<typeof runExample>[3];
const run = async (name: string, items: IDataObject[], setup?: Setup) => {
	ran.add(name);
	const result = await runExample(name, items, credential(), setup);
	expect(result.error).toBeUndefined();
	expect(bench.sandbox.leaks).toEqual([]);
	return result;
};
const sent = () => bench.sandbox.received;

/** Has leads called, each with custom parameters, and returns what the trigger of an example outputs for them. */
async function eventsFor(name: string, parametersOfLeads: IDataObject[]): Promise<IDataObject[]> {
	const { parameters } = readExample(name).nodes.find(({ type }) => type.endsWith('Trigger'))!;
	const here = bench.add(parameters as INodeParameters);
	await here.activate();
	bench.sandbox.account.widget.apiUrl = here.url;
	const engine = await startEngine();
	const leads = parametersOfLeads.map((more, index) => ({ phone: `+1415555012${index}`, more }));
	await engine.run(leads, {
		parameters: {
			phoneNumber: '={{ $json.phone }}',
			leadFields: { name: 'Nathan Smith', email: 'nathan@example.com', message: 'Call me' },
			specifyCustomParameters: 'json',
			customParametersJson: '={{ $json.more }}',
		},
		credential: credential(),
	});
	await until(() => here.executions.length === leads.length);
	bench.sandbox.received.length = 0;
	for (const { body } of bench.sandbox.deliveries) {
		expect(body).toMatchObject({ lead: { custom_params: { api_source: 'n8n' } } });
	}
	return here.executions
		.flatMap(({ items }) => items)
		.sort((a, b) => (String(a.phoneNumber) < String(b.phoneNumber) ? -1 : 1));
}

test('missed-call-again: a lead is called again with all that came back, at most twice', async () => {
	bench.sandbox.outcomeOf = () => ({ status: 'missed' });
	const leads = [{ attempt: 1, company: 'Acme' }, { attempt: 3 }, {}];
	const events = await eventsFor('missed-call-again', leads);
	const { fieldsOf, outputOf } = await run('missed-call-again', events);
	const again = { lc_param_attempt: '2', lc_param_company: 'Acme', api_source: 'n8n' };
	expect(sent()).toMatchObject([{ lc_number: '+14155550120', ...again }]);
	// By day in California in an hour; at night in the morning.
	expect(Object.keys(sent()[0]!).join()).toMatch(/delay_sec|future_unixstamp/);
	const [{ scheduledFor }] = outputOf('Call again in an hour') as [IDataObject];
	expect(scheduledFor).toMatch(/T(09|1\d):/);
	expect(fieldsOf('Tell the team').map(({ jsonBody }) => (jsonBody as IDataObject).text)).toEqual([
		expect.stringContaining('They are called again in an hour.'),
		expect.stringContaining('They are not called again.'),
		expect.stringContaining('They are not called again.'),
	]);
	// n8n is loaded first.
}, 20_000);

test('outcome-to-crm: the outcome goes to the record that the call was for', async () => {
	const events = await eventsFor('outcome-to-crm', [{ crm_id: 'lead/7' }, {}]);
	const { fieldsOf } = await run('outcome-to-crm', events);
	expect(fieldsOf('Update the lead')).toMatchObject([
		{
			url: 'https://crm.example.com/api/leads/lead%2F7',
			jsonBody: { last_call_status: 'answered', last_call_seconds: 42 },
		},
	]);
});

const people = [
	{ Name: 'Nathan Smith', Phone: '+1 415 555 0123', Country: '', Message: 'Hi' },
	{ Name: 'Olivia Jones', Phone: '020 7946 0018', Country: 'United Kingdom', Message: null },
];

test('form-to-call', async () => {
	await run('form-to-call', people);
	expect(sent()).toMatchObject([
		{ lc_number: '+14155550123', lc_param_name: 'Nathan Smith', lc_param_message: 'Hi' },
		{ lc_number: '+442079460018', country: 'GB', lc_param_name: 'Olivia Jones' },
	]);
});

test('call-at-chosen-time', async () => {
	const dayIn = (days: number) =>
		new Date(Date.now() + days * 24 * 60 * 60 * 1000).toISOString().slice(0, 10);
	const chosen = people.map((one, index) => ({
		...one,
		Day: dayIn([3, -1][index]!),
		Time: '09:30',
	}));
	await run('call-at-chosen-time', chosen);
	expect(sent().map((values) => 'future_unixstamp' in values)).toEqual([true, false]);
});

test('crm-webhook-owner-as-agent: the owner takes the call, and without one the widget does', async () => {
	const lead = { phone: '+14155550123', country: 'US', name: 'Ann', email: null, company: 'Acme' };
	await run('crm-webhook-owner-as-agent', [
		{ body: { lead, owner: { name: 'Bo', phone: '+44 20 7946 0020' } } },
		{ body: { lead: { ...lead, phone: '+14155550124' }, owner: { name: 'Sales Queue' } } },
	]);
	expect(sent()).toMatchObject([
		{ lc_param_agent01name: 'Bo', lc_param_agent01phone: '+442079460020' },
		{ lc_number: '+14155550124' },
	]);
	expect(sent()[1]).not.toHaveProperty('lc_param_agent01name');
});

test('sheet-rows-in-bulk: rows that were not called yet are called, one after the other', async () => {
	const rows = [
		{ row_number: 2, phone: 14155550123, country: 'US', name: 'Ann', email: '', status: '' },
		{ row_number: 3, phone: 'n/a', country: 'US', name: 'Bo', email: '', status: '' },
		{ row_number: 4, phone: '+14155550124', country: '', name: 'Cy', email: '', status: 'called' },
		{ row_number: 5, phone: '+14155550125', country: '', name: 'Di', email: '', status: '' },
		{ row_number: 6, phone: '(415) 555-0123', country: 'US', name: 'Ed', email: '', status: '' },
	];
	const outputs = { 'Read all rows': rows };
	const { fieldsOf } = await run('sheet-rows-in-bulk', [{}], { outputs });
	expect(sent().map(({ lc_number, delay_sec }) => [lc_number, delay_sec])).toEqual([
		['+14155550123', undefined],
		['+14155550125', 12],
	]);
	expect(fieldsOf('Mark as called')).toMatchObject([
		{ columns: { value: { row_number: 2, status: 'called' } } },
		{ columns: { value: { row_number: 5, status: 'called' } } },
		{ columns: { value: { row_number: 6, status: 'called before' } } },
	]);
	const reason = expect.stringMatching(/^Lead Phone Number: /) as string;
	const problem = { row_number: 3, status: 'problem', reason };
	expect(fieldsOf('Write what went wrong')).toMatchObject([{ columns: { value: problem } }]);
});

test.each([
	['call-and-route-by-outcome', 'They talked'],
	['outcome-after-a-long-wait', 'Outcome of the call'],
])('%s: the outcome comes to its branch', async (name, branch) => {
	Object.assign(bench.sandbox, { eventDelayMillis: 0, delayFactor: 0 });
	// The answer comes when the call is over, and so one look is enough.
	bench.sandbox.scriptRequest = () => ({ latencyMillis: 200 });
	const changed = { 'Wait for Outcome': { maxWaitMinutes: 0 } };
	const { outputOf } = await run(name, people.slice(0, 1), { changed });
	expect(outputOf(branch)).toMatchObject([{ phoneNumber: '+14155550123', callStatus: 'answered' }]);
});

test('recordings-of-yesterday: each recording is written under the name of its call', async () => {
	const newest = new Date().setUTCHours(0, 0, 0, 0) - 8 * 60 * 60 * 1000;
	bench.sandbox.seedCalls({ count: 12, newest });
	const { fieldsOf, outputOf } = await run('recordings-of-yesterday', [{}]);
	const written = fieldsOf('Write into the folder').map(({ fileName }) => fileName);
	expect(written.length).toBeGreaterThan(2);
	expect(written).toHaveLength(outputOf('Those with a recording')!.length);
	for (const name of written) {
		expect(name).toMatch(/^\/home\/node\/\.n8n-files\/\d{4}-\d\d-\d\d [\p{L} ]+ .*\.wav$/u);
	}
});

test('meta-lead-ad-to-call: leads are called once each, and test leads are not', async () => {
	const ad = (phone: string, name: string) => {
		const field_data = [
			{ name: 'full_name', values: [name] },
			{ name: 'email', values: ['ann@example.com'] },
			{ name: 'phone_number', values: [phone] },
		];
		return { body: { id: `lead of ${name}`, campaign_name: 'Spring', field_data } };
	};
	const leads = [
		ad('+14155550123', 'Ann'),
		ad('<test lead: dummy data for phone_number>', '<test lead: dummy data for full_name>'),
		ad('+442079460018', 'Bo'),
		ad('+14155550123', 'Ann'),
	];
	const { outputOf } = await run('meta-lead-ad-to-call', leads);
	const tests = outputOf('Trigger Speed To Lead Call')!.map(({ test }) => test);
	expect([tests, sent()]).toEqual([[true, true, true], []]);

	await run('meta-lead-ad-to-call', leads, { mode: 'webhook' });
	expect(sent()).toMatchObject([
		{ lc_number: '+14155550123', lc_param_name: 'Ann', lc_param_campaign: 'Spring' },
		{ lc_number: '+442079460018', lc_param_name: 'Bo', lc_param_email: 'ann@example.com' },
	]);
});

test('do-not-call-list: what is looked up fits every spelling, and who is not on the list is called', async () => {
	const visitors = [
		{ Name: 'Ann', Phone: '+1 (415) 555-0123' },
		{ Name: 'Bo', Phone: '555' },
		{ Name: 'Cy', Phone: '+14155550124' },
	];
	const outputs = { 'Not on the list': [visitors[2]!] };
	const { fieldsOf } = await run('do-not-call-list', visitors, { outputs, mode: 'trigger' });
	expect(fieldsOf('Not on the list').map(({ filters }) => filters)).toMatchObject([
		{ conditions: [{ condition: 'like', keyValue: '%155550123' }] },
		{ conditions: [{ condition: 'like', keyValue: '%155550124' }] },
	]);
	expect(sent()).toMatchObject([{ lc_number: '+14155550124', lc_param_name: 'Cy' }]);
});

test('ai-agent-with-human-review: the review stands between the call and the agent', async () => {
	const example = 'ai-agent-with-human-review';
	ran.add(example);
	const { nodes, connections } = readExample(example);
	const { name, parameters } = nodes.find(({ type }) => type.endsWith('brightcallTool'))!;
	const [review] = connections[name]!.ai_tool!.flatMap((targets) => targets ?? []);
	expect(nodes.find((node) => node.name === review!.node)!.type).toMatch(/HitlTool$/);
	expect(connections[review!.node]!.ai_tool![0]).toMatchObject([{ node: 'AI Agent' }]);

	// The engine has no agent: what the model would give comes with the item.
	const given = JSON.stringify(parameters).replace(/\$fromAI\('(\w+)'[^)]*\)/g, '$json.$1');
	const toCall = JSON.parse(given) as INodeParameters;
	const setup = { parameters: toCall, credential: credential(), isTool: true };
	const engine = await startEngine();
	const numbers = ['+1 415 555 0123', '+14155550123'];
	const asked = numbers.map((phoneNumber) => ({ phoneNumber, name: 'Ann' }));
	expect((await engine.run(asked, setup)).main[0]!.json).toMatchObject({ test: true });
	expect(sent()).toEqual([]);
	await engine.run(asked, { ...setup, mode: 'webhook' });
	expect(sent()).toMatchObject([{ lc_number: '+14155550123', lc_param_name: 'Ann' }]);
});

test('every example was run', () => {
	const files = readdirSync('examples').filter((name) => name.endsWith('.json'));
	expect(files.map((name) => name.replace('.json', '')).sort()).toEqual([...ran].sort());
});
