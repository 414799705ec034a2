/** Checks what the form holds for one item, and makes the lead of it. */
import { readCollection, type Checked } from '../../../../service/fieldChecks';
import { toText } from '../../../../service/values';
import type { FormValues } from '../formValues';
import { readCallingHours, type CallingHours } from '../hours/callingHours';
import { readCallTime, type CallTime, type Clock } from './callTime';
import { readCustomParameters } from './customParameters';
import { Findings, type Warning } from './findings';
import { readInTheEditor, type InTheEditor } from './inTheEditor';
import { readAgents, type Agent } from './leadAgents';
import { leadFields, readSecondPhone } from './leadFields';
import { oncePerKey, problemOfOncePer } from './oncePer';
import { options as optionFields, type Options } from './options';
import { readLeadPhone, readOnePhone, unknownCountry } from './phoneNumber';

/** A lead that was checked: every phone normalised, every text trimmed, nothing blank. */
export interface Lead
	extends
		CallTime,
		Omit<Checked<typeof leadFields>, 'secondPhoneNumber'>,
		Pick<Options, 'blockDuplicates' | 'messageToAgent' | 'source'> {
	phoneNumber: string;
	/** ISO 3166-1 alpha-2; undefined: the Brightcall account's. */
	country?: string;
	secondPhoneNumber?: string;
	/** By bare name, see parameterNames.ts. */
	customParameters: Map<string, string>;
	/** Empty: the widget's own agents take the call. */
	agents: Agent[];
	callingHours?: CallingHours;
	warnings: Warning[];
}

/** The lead and how to send it, or everything that is wrong with the form, a sentence each. */
export type CheckedLead =
	{ lead: Lead; sending: Options; inTheEditor?: InTheEditor } | Pick<Findings, 'problems' | 'hint'>;

/** Returns the function that checks what the form holds for one item. After it nobody checks again. */
export const leadChecker =
	(clock: Clock) =>
	(values: FormValues): CheckedLead => {
		const findings = new Findings(values.options.badOptionalData === 'error');
		const options = readCollection(optionFields, values.options, (name, label, message) =>
			['messageToAgent', 'source'].includes(name)
				? findings.leaveOut(label, message)
				: findings.reject(message),
		);
		const { skipAlreadyCalled, oncePer, messageToAgent, source } = options;
		const lead = {
			...readLead(values, options.phoneCheck, findings),
			...readCallTime(values.callTime, clock, findings),
			callingHours: readCallingHours(options.callingHours, findings.reject),
			// With Once Per, Brightcall would block a second deal of the same number.
			blockDuplicates: options.blockDuplicates ?? (skipAlreadyCalled && oncePer === undefined),
			messageToAgent,
			source,
			warnings: findings.warnings,
		};
		// A country of this lead alone is not the user's.
		const country = values.hasFixedCountry ? (lead.country ?? '') : unknownCountry;
		const readPhone = (value: unknown) => readOnePhone(value, country, options.phoneCheck);
		const inTheEditor = readInTheEditor(options, readPhone, findings.reject);
		if (skipAlreadyCalled && values.oncePer) {
			const problem = problemOfOncePer(values.oncePer, values.options.oncePer);
			if (problem) findings.reject(problem);
		}
		const { problems, hint } = findings;
		if (problems.length > 0) return { problems, hint };
		const written = toText(values.phoneNumber)!;
		const key = oncePer && oncePerKey(oncePer, written, lead.phoneNumber);
		return { lead, sending: { ...options, oncePer: key }, inTheEditor };
	};

/** Who is called, by whom, and what is said of them. */
function readLead(values: FormValues, phoneCheck: Options['phoneCheck'], findings: Findings) {
	const { phoneNumber, country } = readLeadPhone(values, phoneCheck, findings);
	const readPhone = (value: unknown, ownCountry = country) =>
		readOnePhone(value, ownCountry, phoneCheck);
	const { secondPhoneNumber: second, ...texts } = readCollection(
		leadFields,
		values.leadFields,
		(_, label, message) => findings.leaveOut(label, message),
	);
	const secondPhoneNumber = readSecondPhone(second, phoneNumber, readPhone, findings);
	// A country of this lead alone is not that of its agents.
	const agentsCountry = values.hasFixedCountry ? country : unknownCountry;
	const phones = [phoneNumber, secondPhoneNumber ?? phoneNumber];
	return {
		phoneNumber,
		country: country === unknownCountry ? undefined : country || undefined,
		...texts,
		secondPhoneNumber,
		customParameters: readCustomParameters(values.customParameters, findings),
		agents: readAgents(values.agents, agentsCountry, phones, readPhone, findings),
	};
}
