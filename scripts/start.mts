import type { IDataObject } from 'n8n-workflow';

import { startEngine } from '../sandbox/engine.mts';
import { sandboxKeys, startSandbox } from '../sandbox/server.mts';

/** Leads as forms, CRMs and ads deliver them; every number is fictional. */
const leads: IDataObject[] = [
	{
		name: 'Nathan Smith',
		phone: '+1 (415) 555-0123',
		company: 'Acme',
		owner: 'Anna',
		mobile: '+14155550180',
	},
	{
		name: 'Olivia Jones',
		phone: '020 7946 0018',
		country: 'UK',
		company: 'Initech',
		owner: 'Bo',
		mobile: '+442079460020',
	},
	{ name: 'Lukas Weber', phone: '0049 30 23125 000', country: 'Germany', company: 'Umbrella' },
	{
		name: 'Amal Haddad',
		phone: '٠٢٠ ٧٩٤٦ ٠٩٥٨',
		country: 'gb',
		owner: 'Bo',
		mobile: '+442079460020',
	},
	{ name: 'Chloé Martin', phone: 33199001234, country: 'FR', company: 'Hooli' },
	{ name: 'Left It Out', phone: 'n/a', country: 'US', company: 'Unknown' },
];

const engine = await startEngine();
const sandbox = await startSandbox();
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
	credential: { ...sandboxKeys, baseUrl: sandbox.url },
	onError: 'continueErrorOutput',
});
await sandbox.close();

console.log('\nWhat the local Brightcall was asked to ring');
console.table(
	sandbox.placed.map(({ phoneNumber, values }) => ({
		lead: values.lc_param_name,
		number: phoneNumber,
		agent: values.lc_param_agent01name ?? "the widget's own",
		company: values.lc_param_company ?? '',
		when: values.delay_sec ? `in ${String(values.delay_sec)} s` : 'now',
	})),
);
console.log('\nWhat the workflow got back');
console.table(
	leads.map(({ name, phone }, item) => {
		const isOf = ({ pairedItem }: { pairedItem?: unknown }) =>
			(pairedItem as { item: number }).item === item;
		const called = main.find(isOf);
		const result = called
			? `called ${String(called.json.phoneNumber)}`
			: String(errors.find(isOf)?.json.error);
		return { lead: name, 'phone as it came': phone, result };
	}),
);

const expected = leads.length - 1;
const asExpected =
	sandbox.placed.length === expected && main.length === expected && errors.length === 1;
console.log(
	asExpected
		? `\n${expected} leads were called, one was refused before anyone was rung. Nobody's phone rang: this was the sandbox.`
		: `\nExpected ${expected} leads to be called, but Brightcall was asked for ${sandbox.placed.length}.`,
);
process.exit(asExpected ? 0 : 1);
