// A call as Brightcall itself knows it.

import type { Outcome } from './outcome.mts';

/** All that Brightcall knows of a call; what it tells others are views of this. */
export interface CallRecord {
	/** 32 hexadecimal digits. */
	callId: string;
	widgetId: number;
	/** Unix times in milliseconds. */
	createdAt: number;
	startedAt: number;
	/** When it was to start, for a call that was not to start at once. */
	plannedAt: number | null;
	isDelayed: boolean;
	/** Digits without + [seen]. */
	leadPhone: string;
	leadId: string;
	country: string | null;
	source: string;
	sitePath: string | null;
	referer: string | null;
	/** By their names in the request, the lead's name and e-mail included. */
	customParams: Record<string, string> | null;
	outcome: Outcome;
	/** Who answers, when somebody does. */
	agent: CallAgent;
	recordingLink: string;
}

/** An agent as events tell of one; an ad-hoc agent has neither id nor e-mail [schema]. */
export interface CallAgent {
	id: number | null;
	phone: string;
	name: string;
	email: string | null;
}
