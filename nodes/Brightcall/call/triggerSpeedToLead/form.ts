/** The fields of Trigger Speed To Lead Call, in the order of the editor. Each is defined beside its check. */
import { collection, shownIn } from '../../../service/fieldKinds';
import { callTimeFields } from './lead/callTime';
import { customParameterFields } from './lead/customParameters';
import { agentFields } from './lead/leadAgents';
import { leadFields } from './lead/leadFields';
import { options } from './lead/options';
import { countryField, phoneNumberField } from './lead/phoneNumber';

export const fields = shownIn({
	// n8n's own text would not warn a language model.
	toolDescription: {
		displayName: 'Description',
		type: 'string',
		typeOptions: { rows: 3 },
		displayOptions: { show: { '@tool': [true] } },
		default:
			'Rings a real person on the phone at once, and connects them with a sales agent. Costs money and cannot be undone. Use it only when the person asked to be called, and once per person.',
		description: 'Tells the AI agent what this tool does and when to use it',
	},
	phoneNumber: phoneNumberField,
	country: countryField,
	leadFields: collection('Lead Fields', 'Lead Field', leadFields),
	...customParameterFields,
	...agentFields,
	...callTimeFields,
	options: collection('Options', 'Option', options),
});
