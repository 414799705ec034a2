/** Trigger Speed To Lead Call: rings a lead and an agent. */
import type { Operation } from '../../operation';
import { execute } from './execute';
import { fields } from './form';
import { ringsPeopleHint } from './lead/inTheEditor';

/** Speed To Lead is the product's name and keeps its capitals; n8n names a new node after the action. */
const name = 'Trigger Speed To Lead Call';

export const triggerSpeedToLead: Operation = {
	option: {
		name,
		action: name,
		description: 'Call a lead and an agent now, after a delay, or at a given time',
	},
	fields,
	hints: [ringsPeopleHint],
	subtitle:
		'({ ringNobody: "Rings nobody in the editor", ringMyNumber: "Rings my number in the editor" })[$rawParameter.options?.inTheEditor] ?? String($rawParameter.phoneNumber ?? "").replace(/^=/, "")',
	execute,
};
