/** In the Editor: whom a run calls that the user starts in n8n's editor. Other runs do not read it. */
import type { NodeHint, WorkflowExecuteMode } from 'n8n-workflow';
import { z } from 'zod';

import type { PhoneReading } from '../../../../service/phone/phone';
import { isBlank, wrongValue } from '../../../../service/values';
import { choice, text } from '../../../../service/fieldKinds';

export const inTheEditor = choice(
	'In the Editor',
	"Whom to call when you click 'Execute step' or 'Execute workflow'. In production, the node always calls the leads.",
	[
		['ringTheLeads', 'Ring the Leads', 'Calls the leads, as in production'],
		[
			'ringMyNumber',
			'Ring My Number',
			"Makes one call, for the first item, to 'Test Phone Number' (add that option too). The node only checks the other items.",
		],
		['ringNobody', 'Ring Nobody', 'Checks every item and shows what Brightcall would get'],
	],
	{ noDataExpression: true },
);

export const testPhoneNumber = {
	...text(
		'Test Phone Number',
		"Your own phone number. Brightcall calls it instead of the lead's. The rest of the request does not change, but the lead's second number is left out.",
	),
	placeholder: 'e.g. +14155550123',
	displayOptions: { show: { inTheEditor: ['ringMyNumber'] } },
	check: z.unknown(),
};

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
export const isStartedInEditor = (mode: WorkflowExecuteMode): boolean =>
	['manual', 'evaluation'].includes(mode);

/** Whom a run calls for an item. */
export type InTheEditor =
	{ choice: 'ringTheLeads' | 'ringNobody' } | { choice: 'ringMyNumber'; testPhoneNumber: string };

/** Reads both options. @returns undefined when the test number cannot be called, which is told to `reject` */
export function readInTheEditor(
	options: { inTheEditor: InTheEditor['choice']; testPhoneNumber?: unknown },
	readPhone: (value: unknown) => PhoneReading,
	reject: (message: string) => void,
): InTheEditor | undefined {
	const { inTheEditor: choice, testPhoneNumber: number } = options;
	if (choice !== 'ringMyNumber') return { choice };
	const needed = "a phone number under 'Options', because 'In the Editor' is 'Ring My Number'";
	const phone = isBlank(number) ? { expected: needed } : readPhone(number);
	if ('phoneNumber' in phone) return { choice, testPhoneNumber: phone.phoneNumber };
	reject(wrongValue('Test Phone Number', phone.expected, number));
	return undefined;
}
