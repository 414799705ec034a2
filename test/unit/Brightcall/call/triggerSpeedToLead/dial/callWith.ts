import type {
	Call,
	Turn,
} from '../../../../../../nodes/Brightcall/call/triggerSpeedToLead/dial/call';
import type { LogError } from '../../../../../../nodes/Brightcall/call/triggerSpeedToLead/dial/onceEver';
import type {
	Failed,
	Placed,
} from '../../../../../../nodes/Brightcall/call/triggerSpeedToLead/dial/placement';
import { checkLead, formWith } from '../filledForm';

/** A call as the check of an item would make it, with the form's own settings unless others are given. */
export function callWith({
	sending,
	...values
}: Partial<Omit<Call, 'sending'>> & { sending?: Partial<Call['sending']> } = {}): Call {
	const checked = checkLead(formWith());
	if ('problems' in checked) throw new Error(checked.problems.join('; '));
	const phoneNumber = `+1415555${String(9000 + (values.itemIndex ?? 0)).padStart(4, '0')}`;
	return {
		itemIndex: 0,
		phoneNumber,
		request: { lc_number: values.phoneNumber ?? phoneNumber },
		...values,
		sending: { ...checked.sending, ...sending },
	};
}

/** A turn in a run that goes on, and has room for everyone. */
export const anyTurn: Turn = {
	isStopped: () => false,
	stepAside: async () => {},
};

/** For runs in which nothing is logged. */
export const logError: LogError = (what, error) => {
	throw new Error(what, { cause: error });
};

export const placed: Placed = {
	status: 'placed',
	calledAt: '2030-01-01T00:00:00.000Z',
	httpCode: 200,
	response: {},
};

/** The placement of a call that failed. */
export const failed = (status: Failed['status'], more: Partial<Failed> = {}): Failed => ({
	status,
	message: `It is ${status}`,
	hint: 'Look.',
	...more,
});
