// `npm start`: leads in any spelling go through n8n's engine and the sandbox, and the outcome of each call comes back.
import { setTimeout as sleep } from 'node:timers/promises';

import type { IDataObject } from 'n8n-workflow';

import { startEngine } from '../test/harness/engine.mts';
import { sandboxKeys, startSandbox } from '../sandbox/server.mts';
import { startTriggerHost } from '../test/harness/triggerHost.mts';

const anna = { owner: 'Anna', mobile: '+14155550180' };
const bo = { owner: 'Bo', mobile: '+442079460020' };

/** Leads as forms, CRMs and ads deliver them; every number is fictional. */
const leads: IDataObject[] = [
	{ name: 'Nathan Smith', phone: '+1 (415) 555-0123', company: 'Acme', ...anna },
	{ name: 'Olivia Jones', phone: '020 7946 0018', country: 'UK', company: 'Initech', ...bo },
	{ name: 'Lukas Weber', phone: '0049 30 23125 000', country: 'Germany', company: 'Umbrella' },
	{ name: 'Amal Haddad', phone: '٠٢٠ ٧٩٤٦ ٠٩٥٨', country: 'gb', ...bo },
	{ name: 'Chloé Martin', phone: 33199001234, country: 'FR', company: 'Hooli' },
	{ name: 'Left It Out', phone: 'n/a', country: 'US', company: 'Unknown' },
];

/** The outcome of their calls; the others are answered. */
const outcomes: Record<string, 'no_answer' | 'missed'> = {
	'Lukas Weber': 'no_answer',
	'Amal Haddad': 'missed',
};

const engine = await startEngine();
const host = await startTriggerHost();
const sandbox = await startSandbox();
const credential = { ...sandboxKeys, baseUrl: sandbox.url };
// Here the later calls need not wait for their time.
sandbox.delayFactor = 0;
sandbox.outcomeOf = ({ lc_param_name }) => ({
	status: outcomes[String(lc_param_name)] ?? 'answered',
});

const events = host.add({ parameters: { registerAutomatically: true }, credential });
await events.activate();
const { main, errors } = await engine.run(leads, {
	parameters: {
		phoneNumber: '={{ $json.phone }}',
		country: '={{ $json.country }}',
		leadFields: { name: '={{ $json.name }}' },
		customParameters: { parameter: [{ name: 'company', value: '={{ $json.company }}' }] },
		specifyAgents: 'json',
		agentsJson: '={{ $json.owner ? [{ name: $json.owner, phone: $json.mobile }] : [] }}',
		when: 'afterDelay',
		delaySeconds: '={{ $itemIndex * 6 }}',
	},
	credential,
	onError: 'continueErrorOutput',
});
for (let waited = 0; events.executions.length < main.length && waited < 10_000; waited += 50) {
	await sleep(50);
}
// Every call is over by now, so one look at the list is enough. None of them has waited for its time.
const { main: found } = await engine.run(
	main.map(({ json: { scheduledFor, ...json } }) => json),
	{ parameters: { operation: 'waitForOutcome', maxWaitMinutes: 0 }, credential },
);
await events.deactivate();
await host.close();
await sandbox.close();

console.log('\nThe calls that the local Brightcall got');
console.table(
	sandbox.placed.map(({ phoneNumber, values }) => ({
		lead: values.lc_param_name,
		number: phoneNumber,
		agent: values.lc_param_agent01name ?? "the widget's own",
		company: values.lc_param_company ?? '',
		when: values.delay_sec ? `in ${String(values.delay_sec)} s` : 'now',
	})),
);
console.log(
	'\nThe outcome of each call: a workflow called the leads. Each call event then started another workflow, and Wait for Outcome looked for the calls, too',
);
const ended = events.executions.flatMap(({ items }) => items);
console.table(
	leads.map(({ name, phone }, item) => {
		const isOf = ({ pairedItem }: { pairedItem?: unknown }) =>
			(pairedItem as { item: number }).item === item;
		const called = main.find(isOf)?.json;
		const isCalled = ({ phoneNumber }: IDataObject) => phoneNumber === called?.phoneNumber;
		const event = ended.find(isCalled);
		const outcome = found.map(({ json }) => json).find(isCalled);
		return {
			lead: name,
			'phone in the data': phone,
			result: called
				? `called ${String(called.phoneNumber)}`
				: String(errors.find(isOf)?.json.error),
			'from the call event': event?.callStatus ?? '',
			agent: event?.agentName ?? '',
			talked: event?.talkSeconds ? `${String(event.talkSeconds)} s` : '',
			'from Wait for Outcome': outcome?.callStatus ?? '',
		};
	}),
);

const expected = leads.length - 1;
const asExpected =
	sandbox.placed.length === expected &&
	main.length === expected &&
	errors.length === 1 &&
	ended.length === expected &&
	found.filter(({ json }) => json.event === 'end_call').length === expected;
console.log(
	asExpected
		? `\n${expected} leads were called. The node refused one number before it called anyone. The outcome of each call came back. Nobody's phone rang: this was the sandbox.`
		: `\nExpected ${expected} leads to be called and their outcomes to come back, but Brightcall was asked for ${sandbox.placed.length} and ${ended.length} came back.`,
);
process.exit(asExpected ? 0 : 1);
