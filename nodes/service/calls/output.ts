/** How much of a call event an item holds. */
import { readCallEvent, type CallEvent } from './callEvent';

/** The choices of the field 'Output'; the first one is its default. */
export const outputs = [
	{
		name: 'Simplified',
		value: 'simplified',
		description: 'The ten fields that most workflows need',
	},
	{ name: 'All Fields', value: 'all', description: 'Every field, with its type' },
	{ name: 'Raw', value: 'raw', description: 'As Brightcall sent it, without the widget key' },
] as const;

export type Output = (typeof outputs)[number]['value'];

/** What an expression may have set the field to; anything else is the default. */
export const toOutput = (value: unknown): Output =>
	outputs.find((choice) => choice.value === value)?.value ?? outputs[0].value;

/**
 * Shapes the body of a call event, or of a past call, for an item.
 *
 * @param baseUrl of the credential
 * @returns the ten fields, every field of a CallEvent, or the body without its widget key
 */
export function shapeCall(
	body: Record<string, unknown>,
	output: Output,
	baseUrl: string,
): Record<string, unknown> {
	if (output === 'raw') {
		const { widget_key: _, ...rest } = body;
		return rest;
	}
	const event = readCallEvent(body, baseUrl);
	return output === 'all' ? { ...event } : simplified(event);
}

/** A result event has its result where the others have the recording. */
function simplified(event: CallEvent): Partial<CallEvent> {
	const { agentResult, leadResult, recordingUrl } = event;
	const last =
		event.event === 'agent_result_registered'
			? { agentResult }
			: event.event === 'lead_result_registered'
				? { leadResult }
				: { recordingUrl };
	const { callId, callStatus, phoneNumber, leadName, customParameters } = event;
	const { agentName, talkSeconds, endedAt } = event;
	return {
		event: event.event,
		callId,
		callStatus,
		phoneNumber,
		leadName,
		customParameters,
		agentName,
		talkSeconds,
		endedAt,
		...last,
	};
}
