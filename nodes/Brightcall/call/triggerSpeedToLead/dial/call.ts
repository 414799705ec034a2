/** One lead's call in a run: checked, ready to be sent, sent. */
import type { BrightcallCredential } from '../../../../service/credential';
import type { Warning } from '../lead/findings';
import type { InTheEditor } from '../lead/inTheEditor';
import type { Lead } from '../lead/lead';
import type { Options } from '../lead/options';
import type { CallRequest } from '../lead/request';
import type { Placement } from './placement';

/** What is known of a call after it was sent. */
export interface SentCall {
	phoneNumber: string;
	request: CallRequest;
	/** The request at the time that the form asks for, if Calling Hours have moved it. */
	wished?: CallRequest;
	/** When Brightcall rings: ISO 8601 with the lead's offset; undefined: now. */
	scheduledFor?: string;
	warnings?: Warning[];
}

/** A call that is ready to be sent. */
export interface Call extends SentCall {
	itemIndex: number;
	country?: string;
	/** The lead, to plan the time of the call again when it is sent; undefined if that time is fixed. */
	lead?: Lead;
	sending: Options;
	inTheEditor?: InTheEditor;
	credential?: BrightcallCredential;
}

/** Sends one call, unless there is a reason not to, and returns the result. */
export type SendCall = (call: Call, turn: Turn) => Promise<Placement>;

export interface Turn {
	/** Whether the run has stopped: then no request may leave. */
	isStopped: () => boolean;
	/** Lets other calls go first, for a time or until its next turn. */
	stepAside: (millis?: number) => Promise<void>;
}

export type ReadyItem = { call: Call; placement?: undefined };

/** An item that cannot be sent, or was sent in an earlier try. */
export type SettledItem = { call?: SentCall; placement: Placement };

export type CheckedItem = ReadyItem | SettledItem;

/** Whether an item's call is to be sent: nothing is known of it yet. */
export const isReady = (item: CheckedItem): item is ReadyItem => item.placement === undefined;
