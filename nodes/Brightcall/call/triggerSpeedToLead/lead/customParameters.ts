/** Custom Parameters: more about the lead, from rows of the form, from JSON, or from the item's own fields. */
import { isAllowedName, meantName, placeOf } from '../../../../service/parameterNames';
import { isBlank, isObject, show, toText, wrongValue } from '../../../../service/values';
import { choice, chosenInBrightcall, notice, rows, text } from '../../../../service/fieldKinds';
import type { FormValues } from '../formValues';
import type { Findings } from './findings';
import { readJson, type JsonField } from './jsonField';

export const customParameterFields = {
	specifyCustomParameters: choice(
		'Specify Custom Parameters',
		'More about the lead, for your agents and reports, e.g. company or campaign',
		[
			['fields', 'Using Fields Below'],
			['json', 'Using JSON'],
			['matching', 'Matching Input Fields', "The item's fields that have the name of a parameter"],
		],
	),
	matchingNotice: notice(
		"The node sends each field of the item that has the name of one of your widget's custom parameters in Brightcall. <i>Deal Value</i> and <i>deal-value</i> match <i>deal_value</i>. It does not send the other fields.",
		{ displayOptions: { show: { specifyCustomParameters: ['matching'] } } },
	),
	customParameters: rows(
		'Custom Parameters',
		['parameter', 'Custom Parameter'],
		{ specifyCustomParameters: ['fields'] },
		undefined,
		{
			name: chosenInBrightcall(
				'Name',
				'The parameter in Brightcall: 1 to 20 letters, digits and _',
				'searchCustomParameters',
				{ displayName: 'By Name', placeholder: 'e.g. company' },
			),
			value: text('Value', 'Text, a number, true/false, or a list of these. Not sent if empty.'),
		},
	),
	customParametersJson: {
		...text('Custom Parameters (JSON)', 'An object with a value for each custom parameter'),
		type: 'json' as const,
		displayOptions: { show: { specifyCustomParameters: ['json'] } },
		default: '{}',
		placeholder: 'e.g. { "company": "Acme", "campaign": "spring" }',
	},
};

const jsonField: JsonField<Array<[string, unknown]>> = {
	label: 'Custom Parameters (JSON)',
	expected: 'a JSON object, e.g. {"company": "Acme"}',
	expression: '{ company: $json.company }',
	read: (value) => (isObject(value) ? Object.entries(value) : undefined),
};

/** The custom parameters by bare name, in the order given. Of two spellings of one name the first counts. */
export function readCustomParameters(
	input: FormValues['customParameters'],
	findings: Findings,
): Map<string, string> {
	const parameters = new Map<string, string>();
	const leaveOut = (message: string) => findings.leaveOut('Custom Parameters', message);
	const given =
		'rows' in input
			? input.rows.map((row): [unknown, unknown] => [row.name, row.value])
			: (readJson(jsonField, input.json, findings) ?? []);
	for (const [givenName, value] of given) {
		const name = meantName(toText(givenName) ?? '');
		const label = `Custom Parameter ${JSON.stringify(name)}`;
		const place = placeOf(name);
		const text = toText(value);
		const other = parameters.get(name);
		if (place !== undefined) {
			findings.reject(`${label}: expected in ${place}, not in Custom Parameters`);
		} else if (isBlank(value)) {
			continue;
		} else if (!isAllowedName(name)) {
			leaveOut(
				wrongValue('Custom Parameters', 'a name of 1 to 20 letters a-z, digits and _', givenName),
			);
		} else if (text === undefined) {
			leaveOut(wrongValue(label, 'text, a number or true/false', value));
		} else if (other === undefined) {
			parameters.set(name, text);
		} else if (other !== text) {
			leaveOut(`${label}: expected one value, got ${show(other)} and ${show(text)}`);
		}
	}
	return parameters;
}
