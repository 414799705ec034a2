/** Logs why an event started no workflow: at most a line a minute for each reason, and nothing of the event. */
import type { IWebhookFunctions } from 'n8n-workflow';

import type { TurnAwayReason } from './delivery';
import { inBrightcall, newFormatSwitch } from './widgetSettings';

const inWords: Record<TurnAwayReason, string> = {
	wrongToken:
		'the token in the URL is missing or wrong. If you changed the Widget API Key, deactivate the workflow and activate it again, so that Brightcall gets the new URL',
	notNewFormat: `it is not a JSON event in the new format. Switch on ${newFormatSwitch} ${inBrightcall}`,
	otherWidget:
		"it comes from another widget than the credential's. Use that widget's keys in the credential, or switch on Options > 'Accept Other Widgets'",
};

const minuteMillis = 60_000;

/** When a line was last written, by workflow, node and reason. */
const lastLogged = new Map<string, number>();

/** @param reason one that is known, or an error's message */
export function logTurnedAway(context: IWebhookFunctions, reason: TurnAwayReason | Error): void {
	const { id, name } = context.getNode();
	const workflow = context.getWorkflow();
	const isBroken = reason instanceof Error;
	const key = JSON.stringify([workflow.id, id, isBroken ? 'broken' : reason]);
	const now = Date.now();
	if (now - (lastLogged.get(key) ?? -Infinity) < minuteMillis) return;
	for (const [other, millis] of lastLogged)
		if (now - millis >= minuteMillis) lastLogged.delete(other);
	lastLogged.set(key, now);
	const message = `${name} turned an event away: ${isBroken ? reason.message : inWords[reason]}`;
	context.logger[isBroken ? 'error' : 'warn'](message, { workflowId: workflow.id });
}
