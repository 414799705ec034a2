/** Call: Get. One past call by its ID. */
import type { IDataObject, INodeProperties } from 'n8n-workflow';

import { shapeCall } from '../../service/calls/output';
import { aCallId, findCall, readCallId } from '../../service/calls/pastCall';
import { eachItem } from '../eachItem';
import { field } from '../../service/fieldChecks';
import { output, outputCheck, readFields } from '../readingFields';
import type { Operation } from '../operation';

const callId: INodeProperties = {
	displayName: 'Call ID',
	name: 'callId',
	type: 'string',
	required: true,
	default: '',
	placeholder: 'e.g. 0123456789abcdef0123456789abcdef',
	description: "The call's ID, from the Brightcall Trigger or from Get Many",
};

export const get: Operation = {
	option: {
		name: 'Get',
		action: 'Get a call',
		description: "Retrieve a past call and its outcome; needs the 'Account API Key'",
	},
	fields: [callId, output],
	execute: async (context) =>
		await eachItem(context, async (itemIndex, { read, baseUrl }) => {
			const form = readFields(context, itemIndex, checks);
			const call = await findCall(read, form.callId);
			return [{ json: shapeCall(call, form.output, baseUrl) as IDataObject }];
		}),
};

const checks = { callId: field('Call ID', aCallId, readCallId), output: outputCheck };
