/** In the Editor: whom a run calls that the user starts in n8n's editor. Other runs ignore it. */
import type { INodeProperties, NodeHint, WorkflowExecuteMode } from 'n8n-workflow';

import type { PhoneReading } from '../../../../service/phone/phone';
import { isBlank, wrongValue } from '../../../../service/values';
import { oneOf } from '../../../../service/fieldChecks';

const choices = [
	{
		name: 'Ring the Leads',
		value: 'ringTheLeads',
		description: 'Calls the leads, as in production',
	},
	{
		name: 'Ring My Number',
		value: 'ringMyNumber',
		description:
			"Makes one call, for the first item, to 'Test Phone Number' (add that option too). The node only checks the other items.",
	},
	{
		name: 'Ring Nobody',
		value: 'ringNobody',
		description: 'Checks every item and shows the request that Brightcall would get',
	},
] as const;

export const inTheEditor: INodeProperties = {
	displayName: 'In the Editor',
	name: 'inTheEditor',
	type: 'options',
	noDataExpression: true,
	options: [...choices],
	default: 'ringTheLeads',
	description:
		"Whom to call when you click 'Execute step' or 'Execute workflow'. In production, the node always calls the leads.",
};

export const testPhoneNumber: INodeProperties = {
	displayName: 'Test Phone Number',
	name: 'testPhoneNumber',
	type: 'string',
	displayOptions: { show: { inTheEditor: ['ringMyNumber'] } },
	default: '',
	placeholder: 'e.g. +14155550123',
	description:
		"Your own phone number. Brightcall calls it instead of the lead's. The rest of the request is the lead's, without the second number.",
};

export const inTheEditorOptions = new Set([inTheEditor.name, testPhoneNumber.name]);

/** Shown at the node before a run in the editor. */
export const ringsPeopleHint: NodeHint = {
	type: 'warning',
	message:
		"Executing this step calls one person for each item. To try it without calling anyone, add 'In the Editor' under 'Options'.",
	displayCondition:
		'={{ $rawParameter.operation === "triggerSpeedToLead" && $input.all().length > 1 && !$rawParameter.options?.inTheEditor }}',
	whenToDisplay: 'beforeExecution',
	location: 'outputPane',
};

/** Whether the user started the run in the editor. Sub-workflows and retries count as production, see docs/in-the-editor.md. */
export const isStartedInEditor = (mode: WorkflowExecuteMode): boolean => mode === 'manual';

/** Whom a run in the editor calls for an item. */
export type InTheEditor =
	{ choice: 'ringTheLeads' | 'ringNobody' } | { choice: 'ringMyNumber'; testPhoneNumber: string };

/**
 * Reads the option for a run in the editor.
 *
 * @param readPhone reads a phone number as it reads the lead's
 * @param reject told in a sentence of a value that cannot be read
 * @returns undefined when something was rejected
 */
export function readInTheEditor(
	options: { inTheEditor?: unknown; testPhoneNumber?: unknown },
	readPhone: (value: unknown) => PhoneReading,
	reject: (message: string) => void,
): InTheEditor | undefined {
	const { data: choice, error } = oneOf('In the Editor', choices).safeParse(options.inTheEditor);
	error?.issues.forEach(({ message }) => reject(message));
	if (choice !== 'ringMyNumber') return choice && { choice };

	const { testPhoneNumber } = options;
	const wrong = (expected: string) =>
		reject(wrongValue('Test Phone Number', expected, testPhoneNumber));
	if (isBlank(testPhoneNumber)) {
		wrong("a phone number under 'Options', because 'In the Editor' is 'Ring My Number'");
		return undefined;
	}
	const phone = readPhone(testPhoneNumber);
	if (!('expected' in phone)) return { choice, testPhoneNumber: phone.phoneNumber };
	wrong(phone.expected);
	return undefined;
}
