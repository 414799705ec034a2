import type { IExecuteFunctions } from 'n8n-workflow';

import { formReader } from '../../../../../nodes/Brightcall/call/triggerSpeedToLead/formValues';

/** The form of one item as n8n hands it over. */
const read = async (parameters: Record<string, unknown>, mode = 'webhook') =>
	await formReader({
		getNodeParameter: (name: string, _: number, fallback: unknown) =>
			name
				.split('.')
				.reduce<unknown>((value, key) => (value as typeof parameters)?.[key], parameters) ??
			fallback,
		getMode: () => mode,
		getInputData: () => [{ json: {} }],
		getExecutionCancelSignal: () => undefined,
	} as unknown as IExecuteFunctions)(0);

const bo = { name: 'Bo', phone: '+442079460020' };
const located = { __rl: true, mode: 'list', value: 'company' };

test.each<[object, object]>([
	[{}, { agents: { rows: [] }, customParameters: { rows: [] }, leadFields: {}, options: {} }],
	[{ agents: { agent: [bo] } }, { agents: { rows: [bo] } }],
	[{ agents: { agent: bo } }, { agents: { rows: [bo] } }],
	[{ specifyAgents: 'json', agentsJson: '[]' }, { agents: { json: '[]' } }],
	[{ specifyAgents: 'account', accountAgents: {} }, { agents: { chosen: [], list: [] } }],
	[
		{
			customParameters: {
				parameter: [
					{ name: located, value: 1 },
					{ name: 'plan', value: 2 },
				],
			},
		},
		{
			customParameters: {
				rows: [
					{ name: 'company', value: 1 },
					{ name: 'plan', value: 2 },
				],
			},
		},
	],
	[
		{ specifyCustomParameters: 'json', customParametersJson: '{}' },
		{ customParameters: { json: '{}' } },
	],
	[{ country: 'GB' }, { country: 'GB', hasFixedCountry: true }],
	[{ country: '={{ $json.country }}' }, { hasFixedCountry: false }],
])('%j is %j', async (parameters, form) => {
	expect(await read(parameters as Record<string, unknown>)).toMatchObject(form);
});

test('only a run in the editor reads what is set for it', async () => {
	const ringNobody = { inTheEditor: 'ringNobody', testPhoneNumber: '1' };
	const parameters = { options: { ...ringNobody, source: 'ads' } };
	expect((await read(parameters, 'manual')).options).toEqual({ ...ringNobody, source: 'ads' });
	expect((await read(parameters, 'webhook')).options).toEqual({ source: 'ads' });
});
