/** In the Editor: whom a run rings that somebody starts in n8n's editor. Any other run ignores it. */
import type { INodeProperties, NodeHint, WorkflowExecuteMode } from 'n8n-workflow';

import type { PhoneReading } from '../../../../service/phone/phone';
import { isBlank, wrongValue } from '../../../../service/values';
import { oneOf } from '../../../../service/fieldChecks';

const choices = [
	{ name: 'Ring the Leads', value: 'ringTheLeads', description: 'As in production' },
	{
		name: 'Ring My Number',
		value: 'ringMyNumber',
		description:
			"One call, for the first item, to 'Test Phone Number', which you add as an option too; the others are only checked",
	},
	{
		name: 'Ring Nobody',
		value: 'ringNobody',
		description: 'Checks every item and shows what would be sent to Brightcall',
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
		"Whom to ring when you click 'Execute step' or 'Execute workflow'. When the workflow runs in production, the leads are always called.",
};

export const testPhoneNumber: INodeProperties = {
	displayName: 'Test Phone Number',
	name: 'testPhoneNumber',
	type: 'string',
	displayOptions: { show: { inTheEditor: ['ringMyNumber'] } },
	default: '',
	placeholder: 'e.g. +14155550123',
	description:
		"Your own phone. It is rung instead of the lead's, with all else as for the lead; the second number is left out.",
};

export const inTheEditorOptions = new Set([inTheEditor.name, testPhoneNumber.name]);

/** Shown at the node before a run in the editor. */
export const ringsPeopleHint: NodeHint = {
	type: 'warning',
	message:
		"Executing this step rings one person for each item. To try it without, add 'In the Editor' under 'Options'.",
	displayCondition:
		'={{ $rawParameter.operation === "triggerSpeedToLead" && $input.all().length > 1 && !$rawParameter.options?.inTheEditor }}',
	whenToDisplay: 'beforeExecution',
	location: 'outputPane',
};

/** Sub-workflows, retries and whatever is not clearly a click in the editor are production, see docs/in-the-editor.md. */
export const isStartedInEditor = (mode: WorkflowExecuteMode): boolean => mode === 'manual';

/** Whom a run in the editor rings for an item. */
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
