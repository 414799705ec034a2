// The leads that the live run sends, made as the node makes them from its form.
import { hasProblems, leadChecker, toCallRequest } from '../builtPackage.mts';

/** Nobody has it, and none of its range. */
export const fictionalNumber = '+14155550100';

/** Tells the run's own calls from others in Brightcall's list. */
export const marker = { name: 'live_check', value: 'n8n-live-check' };

export const leadName = 'Live check';
const leadMessage = 'A test of n8n-nodes-brightcall';
const agentName = 'Live agent';

/** What the run itself says in its calls: nothing of anybody. */
export const sentTexts = [leadName, leadMessage, agentName, marker.value];

export interface LeadSetup {
	phoneNumber: string;
	agentNumber?: string;
	when?: { when: 'afterDelay'; delaySeconds: number } | { when: 'atTime'; callAt: number };
	blockDuplicates?: boolean;
}

/**
 * The parameters of a request for a call, by the node's own check and translation.
 *
 * @throws Error when the node would not send it
 */
export function callOf({ phoneNumber, agentNumber, when, blockDuplicates }: LeadSetup) {
	const check = leadChecker({ timezone: 'UTC', nowMillis: Date.now() });
	const checked = check({
		phoneNumber,
		country: '',
		hasFixedCountry: true,
		leadFields: { name: leadName, message: leadMessage },
		customParameters: { rows: [marker] },
		agents: { rows: agentNumber ? [{ name: agentName, phone: agentNumber }] : [] },
		callTime: { when: 'now', delaySeconds: '', callAt: '', ...when },
		options: blockDuplicates === undefined ? {} : { blockDuplicates },
	});
	if (hasProblems(checked)) throw new Error(checked.problems.join('. '));
	return toCallRequest(checked.lead);
}
