import type { IExecuteFunctions } from 'n8n-workflow';

import { formReader } from '../../../../../nodes/Brightcall/call/triggerSpeedToLead/formValues';

/** The form of one item as n8n hands it over. */
const read = (parameters: Record<string, unknown>) =>
	formReader({
		getNodeParameter: (name: string, _: number, fallback: unknown) => parameters[name] ?? fallback,
		getMode: () => 'webhook',
		getInputData: () => [{ json: { company: 'Acme' } }],
	} as unknown as IExecuteFunctions)(0);

const bo = { name: 'Bo', phone: '+442079460020' };

test.each<[object, object]>([
	[{ agents: { agent: [bo] } }, { rows: [bo] }],
	[{ agents: { agent: bo } }, { rows: [bo] }],
	[{ agents: {} }, { rows: [] }],
	[{}, { rows: [] }],
	[{ specifyAgents: 'json', agentsJson: '[]' }, { json: '[]' }],
	[
		{
			specifyAgents: 'account',
			accountAgents: {
				agent: [{ agent: { __rl: true, mode: 'list', value: 7 } }, { agent: 'Bo' }],
			},
		},
		{ chosen: [7, 'Bo'] },
	],
])('agents of %j', (parameters, agents) => {
	expect(read(parameters as Record<string, unknown>).agents).toEqual(agents);
});

test.each<[object, object]>([
	[
		{
			customParameters: {
				parameter: [
					{ name: { __rl: true, mode: 'list', value: 'company' }, value: 'Acme' },
					{ name: 'plan', value: 1 },
				],
			},
		},
		{
			rows: [
				{ name: 'company', value: 'Acme' },
				{ name: 'plan', value: 1 },
			],
		},
	],
	[{ customParameters: {} }, { rows: [] }],
	[{ specifyCustomParameters: 'json', customParametersJson: '{}' }, { json: '{}' }],
	[{ specifyCustomParameters: 'matching' }, { item: { company: 'Acme' } }],
])('custom parameters of %j', (parameters, customParameters) => {
	expect(read(parameters as Record<string, unknown>).customParameters).toEqual(customParameters);
});

test.each([
	['GB', true],
	['', true],
	['={{ $json.country }}', false],
])('a Country of %j is the same for every item: %p', (country, hasFixedCountry) => {
	expect(read({ country }).hasFixedCountry).toBe(hasFixedCountry);
});
