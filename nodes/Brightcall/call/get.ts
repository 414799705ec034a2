/** Call: Get. One past call by its ID. */
import type { IDataObject, INodeProperties } from 'n8n-workflow';

import { readCallEvent } from '../../service/calls/callEvent';
import { withoutWidgetKey } from '../../service/calls/callList';
import { findCall, readCallId } from '../../service/calls/pastCall';
import { eachItem } from '../eachItem';
import { readSimplify, simplify } from '../listFields';
import type { Operation } from '../operation';

const callId: INodeProperties = {
	displayName: 'Call ID',
	name: 'callId',
	type: 'string',
	required: true,
	default: '',
	placeholder: 'e.g. 0123456789abcdef0123456789abcdef',
	description: 'As the Brightcall Trigger and Call: Get Many hand it on',
};

export const get: Operation = {
	option: {
		name: 'Get',
		action: 'Get a call',
		description: 'Retrieve one past call with what became of it; needs the Account API Key',
	},
	fields: [callId, simplify],
	execute: async (context) =>
		await eachItem(context, async (itemIndex, read) => {
			const id = readCallId(context.getNodeParameter('callId', itemIndex));
			const call = await findCall(read, id);
			const json = readSimplify(context, itemIndex) ? readCallEvent(call) : withoutWidgetKey(call);
			return [{ json: { ...json } as IDataObject }];
		}),
};
