import type { Call } from '../../../../../../nodes/Brightcall/call/triggerSpeedToLead/dial/call';
import { checkLead, formWith } from '../filledForm';

/** A call as the check of an item would make it, with the form's own settings unless others are given. */
export function callWith({
	sending,
	...values
}: Partial<Omit<Call, 'sending'>> & { sending?: Partial<Call['sending']> } = {}): Call {
	const checked = checkLead(formWith());
	if ('problems' in checked) throw new Error(checked.problems.join('; '));
	const { phoneNumber } = checked.lead;
	return {
		itemIndex: 0,
		phoneNumber,
		request: { lc_number: values.phoneNumber ?? phoneNumber },
		...values,
		sending: { ...checked.sending, ...sending },
	};
}
