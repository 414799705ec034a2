import type { IExecuteFunctions } from 'n8n-workflow';

import {
	formReader,
	type FormValues,
} from '../../../../../nodes/Brightcall/call/triggerSpeedToLead/formValues';
import { hasProblems } from '../../../../../nodes/Brightcall/call/triggerSpeedToLead/lead/lead';
import { checkLead } from './filledForm';

/** The form of one item as n8n hands it over: a name with a dot reaches into a field's value. */
function read(parameters: Record<string, unknown>): FormValues {
	const getNodeParameter = (name: string, _: number, fallback: unknown) =>
		name
			.split('.')
			.reduce<unknown>(
				(value, key) => (value as Record<string, unknown> | undefined)?.[key],
				parameters,
			) ?? fallback;
	const context = { getNodeParameter } as unknown as IExecuteFunctions;
	return formReader(context)(0) as FormValues;
}

const check = (parameters: Record<string, unknown>) => {
	const checked = checkLead(read({ phoneNumber: '+14155550123', ...parameters }));
	return hasProblems(checked) ? checked.problems : checked.lead;
};

const bo = { name: 'Bo', phone: '+442079460020' };
const cy = { name: 'Cy', phone: '+14155550125' };

describe('agents', () => {
	test.each<[string, unknown, object[]]>([
		['rows of the form', { agent: [bo, cy] }, [bo, cy]],
		['one row of the form', { agent: bo }, [bo]],
		['no rows', {}, []],
		['a row that was left blank', { agent: [{}, bo] }, [bo]],
		['a list from one expression', [bo, cy], [bo, cy]],
		['an empty list', [], []],
		['one agent from one expression', bo, [bo]],
		['JSON from one expression', JSON.stringify([bo, cy]), [bo, cy]],
		['nothing from one expression', null, []],
		['an empty text', '', []],
		['the text undefined', 'undefined', []],
	])('%s', (_, agents, expected) => {
		expect(check({ agents })).toMatchObject({ agents: expected });
	});

	test.each<[unknown]>([['Bo'], [7], [true], [['Bo']], [[null]], [{ owner: bo }], [[{ id: 7 }]]])(
		'%j from one expression is an error',
		(agents) => {
			expect(check({ agents })).toEqual([
				expect.stringMatching(/^Agents: expected a JSON array, e\.g\. /),
			]);
		},
	);
});

describe('custom parameters', () => {
	const acme = { name: 'company', value: 'Acme' };
	test.each<[string, unknown, Record<string, string>]>([
		['rows of the form', { parameter: [acme] }, { company: 'Acme' }],
		[
			'rows with a name from the list',
			{ parameter: [{ ...acme, name: { __rl: true, mode: 'list', value: 'company' } }] },
			{ company: 'Acme' },
		],
		['no rows', {}, {}],
		['rows from one expression', [acme], { company: 'Acme' }],
		[
			'an object from one expression',
			{ company: 'Acme', vip: true },
			{ company: 'Acme', vip: 'true' },
		],
		['JSON from one expression', '{"company": "Acme"}', { company: 'Acme' }],
		['nothing from one expression', null, {}],
	])('%s', (_, customParameters, expected) => {
		expect(check({ customParameters })).toMatchObject({
			customParameters: new Map(Object.entries(expected)),
		});
	});

	test.each<[unknown]>([['Acme'], [7], [['Acme']], [[{ company: 'Acme' }]]])(
		'%j from one expression is an error',
		(customParameters) => {
			expect(check({ customParameters })).toEqual([
				expect.stringMatching(/^Custom Parameters: expected a JSON object, e\.g\. /),
			]);
		},
	);
});
