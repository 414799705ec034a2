/** Call: Get. One past call by its ID. */
import { aCallId, findCall, readCallId } from '../../service/calls/callList';
import { shapeCall } from '../../service/calls/output';
import { field } from '../../service/fieldChecks';
import { shownIn, text } from '../../service/fieldKinds';
import { eachItem } from '../eachItem';
import type { Operation } from '../operation';
import { output, readFields } from '../readingFields';

const fields = {
	callId: {
		...text('Call ID', "The call's ID, from the Brightcall Trigger or from Get Many"),
		required: true,
		placeholder: 'e.g. 0123456789abcdef0123456789abcdef',
		check: field('Call ID', aCallId, readCallId),
	},
	output,
};

export const get: Operation = {
	option: {
		name: 'Get',
		action: 'Get a call',
		description: "Retrieve a past call and its outcome; needs the 'Account API Key'",
	},
	fields: shownIn(fields),
	execute: async (context) =>
		await eachItem(context, async (itemIndex, { read, baseUrl }) => {
			const form = readFields(context, itemIndex, fields);
			return [{ json: shapeCall(await findCall(read, form.callId), form.output, baseUrl) }];
		}),
};
