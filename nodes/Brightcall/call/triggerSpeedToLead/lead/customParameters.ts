/** Custom Parameters: more about the lead, from rows of the form, from JSON, or from the item's own fields. */
import type { INodeProperties } from 'n8n-workflow';

import { bareName, isAllowedName, placeOf } from '../../../../service/parameterNames';
import { isBlank, show, toText, wrongValue } from '../../../../service/values';
import { chosenInBrightcall } from '../chosenInBrightcall';
import type { FormValues } from '../formValues';
import type { Findings } from './findings';
import { isObject, readJson, rejectShape, type JsonField } from './jsonField';

export const customParameterFields: INodeProperties[] = [
	{
		displayName: 'Specify Custom Parameters',
		name: 'specifyCustomParameters',
		type: 'options',
		options: [
			{ name: 'Using Fields Below', value: 'fields' },
			{ name: 'Using JSON', value: 'json' },
			{
				name: 'Matching Input Fields',
				value: 'matching',
				description: "The item's fields that have the name of one of the widget's parameters",
			},
		],
		default: 'fields',
		description: 'More about the lead, for your agents and reports, e.g. company or campaign',
	},
	{
		displayName:
			"The node sends each field of the item that has the name of one of your widget's custom parameters in Brightcall. <i>Deal Value</i> and <i>deal-value</i> match <i>deal_value</i>. It does not send the other fields.",
		name: 'matchingNotice',
		type: 'notice',
		displayOptions: { show: { specifyCustomParameters: ['matching'] } },
		default: '',
	},
	{
		displayName: 'Custom Parameters',
		name: 'customParameters',
		type: 'fixedCollection',
		typeOptions: {
			multipleValues: true,
			multipleValueButtonText: 'Add Custom Parameter',
			fixedCollection: { itemTitle: '={{ $collection.item.value.name?.value }}' },
		},
		displayOptions: { show: { specifyCustomParameters: ['fields'] } },
		placeholder: 'Add Custom Parameter',
		default: {},
		options: [
			{
				displayName: 'Parameter',
				name: 'parameter',
				values: [
					chosenInBrightcall({
						displayName: 'Name',
						name: 'name',
						description: 'The parameter in Brightcall: 1 to 20 letters, digits and _',
						searchMethod: 'searchCustomParameters',
						typed: { displayName: 'By Name', placeholder: 'e.g. company' },
					}),
					{
						displayName: 'Value',
						name: 'value',
						type: 'string',
						default: '',
						description:
							'Text, a number, true/false, or a list of these. An empty value is not sent.',
					},
				],
			},
		],
	},
	{
		displayName: 'Custom Parameters (JSON)',
		name: 'customParametersJson',
		type: 'json',
		displayOptions: { show: { specifyCustomParameters: ['json'] } },
		default: '{}',
		placeholder: 'e.g. { "company": "Acme", "campaign": "spring" }',
		description: 'An object with a value for each custom parameter',
	},
];

const jsonField: JsonField = {
	label: 'Custom Parameters (JSON)',
	expected: 'a JSON object, e.g. {"company": "Acme"}',
	expression: '{ company: $json.company }',
};

/**
 * The custom parameters by bare name, in the order given; blank values are left out.
 * A name that the form has a field for is rejected; what Brightcall does not take as name or value is left out. Of two
 * spellings of one name the first counts.
 *
 * @param parameterNames of the widget, bare: where the item's own fields are matched with them, all others are not sent
 */
export function readCustomParameters(
	{
		customParameters: input,
		parameterNames = [],
	}: Pick<FormValues, 'customParameters' | 'parameterNames'>,
	findings: Findings,
): Map<string, string> {
	const field = 'Custom Parameters';
	const parameters = new Map<string, string>();
	const isSent = (name: string) => parameterNames.includes(name) && placeOf(name) === undefined;
	for (const [givenName, value] of entriesOf(input, findings)) {
		const name = nameOf(givenName);
		if (('item' in input && !isSent(name)) || (name === '' && isBlank(value))) continue;

		const label = `Custom Parameter ${JSON.stringify(name)}`;
		const place = placeOf(name);
		if (place !== undefined) findings.reject(`${label}: expected in ${place}, not here`);
		if (place !== undefined || isBlank(value)) continue;

		const text = toText(value);
		const other = parameters.get(name);
		if (!isAllowedName(name)) {
			findings.leaveOut(field, wrongValue(field, aName, givenName));
		} else if (text === undefined) {
			findings.leaveOut(field, wrongValue(label, 'text, a number or true/false', value));
		} else if (other === undefined) {
			parameters.set(name, text);
		} else if (other !== text) {
			findings.leaveOut(
				field,
				`${label}: expected one value, got ${show(other)} and ${show(text)}`,
			);
		}
	}
	return parameters;
}

const aName = 'a name of 1 to 20 letters a-z, digits and _';

/** `Deal Value` and `LC_PARAM_deal-value` are deal_value. */
const nameOf = (name: unknown) => bareName((toText(name) ?? '').replace(/[\s-]+/g, '_'));

function entriesOf(
	input: FormValues['customParameters'],
	findings: Findings,
): Array<[unknown, unknown]> {
	if ('rows' in input) return input.rows.map((row) => [row.name, row.value]);
	if ('item' in input) return Object.entries(input.item);
	const value = readJson(jsonField, input.json, findings);
	if (isBlank(value)) return [];
	if (isObject(value)) return Object.entries(value);
	rejectShape(jsonField, value, findings);
	return [];
}
