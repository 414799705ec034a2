/** How much of a call event an item holds. */
import type { IDataObject } from 'n8n-workflow';

import { readCallEvent, type CallEvent } from './callEvent';

/** The choices of the field 'Output'; the first one is its default. */
export const outputs = [
	['simplified', 'Simplified', 'The ten fields that most workflows need'],
	['all', 'All Fields', 'Every field, with its type'],
	['raw', 'Raw', 'As Brightcall sent it, without the widget key'],
] as const;

/** Shapes the body of a call event, or of a past call, for an item; the base URL is the credential's. */
export function shapeCall(
	body: Record<string, unknown>,
	output: (typeof outputs)[number][0],
	baseUrl: string,
): IDataObject {
	if (output === 'raw') {
		const names = Object.keys(body).filter((name) => name !== 'widget_key');
		return Object.fromEntries(names.map((name) => [name, body[name] as IDataObject]));
	}
	const event = readCallEvent(body, baseUrl);
	if (output === 'all') return event;
	const names = [...simplifiedFields, lastFields.get(event.event) ?? 'recordingUrl'] as const;
	return Object.fromEntries(names.map((name) => [name, event[name]]));
}

const simplifiedFields = [
	'event',
	'callId',
	'callStatus',
	'phoneNumber',
	'leadName',
	'customParameters',
	'agentName',
	'talkSeconds',
	'endedAt',
] as const;

/** A result event has its result where the others have the recording. */
const lastFields = new Map<string | null, keyof CallEvent>([
	['agent_result_registered', 'agentResult'],
	['lead_result_registered', 'leadResult'],
]);
