/** Checks what the form holds for one item, and makes the lead of it. */
import type { z } from 'zod';

import { toText } from '../../../../service/values';
import { readCollection } from '../../../../service/fieldChecks';
import type { FormValues } from '../formValues';
import { readCallingHours, type CallingHours } from '../hours/callingHours';
import { readCallTime, type CallTime, type Clock } from './callTime';
import { readCustomParameters } from './customParameters';
import { Findings, type Warning } from './findings';
import { readInTheEditor, type InTheEditor } from './inTheEditor';
import { readAgents, type Agent } from './leadAgents';
import { leadFieldsSchema, readSecondPhone } from './leadFields';
import { oncePerKey, problemOfOncePer } from './oncePer';
import { optionalOptions, optionsSchema, type Options } from './options';
import { readLeadPhone, readOnePhone, unknownCountry } from './phoneNumber';

/** A lead that was checked: every phone normalised, every text trimmed, nothing blank. */
export interface Lead extends CallTime, LeadTexts, LeadOptions {
	phoneNumber: string;
	/** ISO 3166-1 alpha-2; undefined: the Brightcall account's. */
	country?: string;
	secondPhoneNumber?: string;
	/** By bare name, see parameterNames.ts. */
	customParameters: Map<string, string>;
	/** Empty: the widget's own agents take the call. */
	agents: Agent[];
	/** Undefined: the lead may be called at any hour. */
	callingHours?: CallingHours;
	/** What was left out of the call, and what else the user should know. */
	warnings: Warning[];
}

type LeadTexts = Omit<z.output<typeof leadFieldsSchema>, 'secondPhoneNumber'>;

/** The options that are sent with the lead. */
type LeadOptions = Pick<Options, 'blockDuplicates' | 'messageToAgent' | 'source'>;

/** How a call is sent, apart from what is sent. */
export type Sending = Pick<
	Options,
	| 'callsAtOnce'
	| 'mayHaveBeenCalled'
	| 'oncePer'
	| 'requestMethod'
	| 'skipAlreadyCalled'
	| 'timeoutSeconds'
	| 'triesWhenNotPlaced'
>;

/** The lead and how to send it, or everything that is wrong with the form, a sentence each. */
export type CheckedLead = { lead: Lead; sending: Sending; inTheEditor?: InTheEditor } | Problems;

export interface Problems {
	problems: string[];
	/** What to do about them, where the sentences do not say it. */
	hint?: string;
}

/** Whether the form cannot be used. */
export const hasProblems = (checked: CheckedLead): checked is Problems => 'problems' in checked;

/**
 * Returns the function that checks what the form holds for one item. After it nobody checks again.
 *
 * @param isInEditor whether somebody started the run in the editor; any other does not even read what is set for it
 */
export const leadChecker =
	({ isInEditor, ...clock }: Clock & { isInEditor?: boolean }) =>
	(values: FormValues): CheckedLead => {
		const findings = new Findings();
		const { phoneCheck, badOptionalData, messageToAgent, source, ...options } = readCollection(
			optionsSchema,
			values.options,
			(name, label, message) =>
				optionalOptions.has(name) ? findings.leaveOut(label, message) : findings.reject(message),
		);
		const { blockDuplicates = isOncePerNumber(options), ...sending } = options;
		const lead = {
			...readLead(values, phoneCheck, findings),
			...readCallTime(values.callTime, clock, findings),
			callingHours: readCallingHours(values.options.callingHours, (it) => findings.reject(it)),
			blockDuplicates,
			messageToAgent,
			source,
		};
		const inTheEditor = isInEditor
			? readInTheEditor(
					values.options,
					(phone) => readOnePhone(phone, lead.country ?? '', phoneCheck),
					(message) => findings.reject(message),
				)
			: undefined;
		const problem =
			sending.skipAlreadyCalled &&
			values.oncePer &&
			problemOfOncePer(values.oncePer, values.options.oncePer);
		if (problem) findings.reject(problem);
		const { problems, warnings } = findings.conclude(badOptionalData === 'error');
		if (problems.length > 0) return { problems, hint: findings.hint };
		return {
			lead: { ...lead, warnings },
			sending: { ...sending, oncePer: keyOf(sending.oncePer, values, lead) },
			inTheEditor,
		};
	};

/** Who is called, by whom, and what is said of them. */
function readLead(values: FormValues, phoneCheck: Options['phoneCheck'], findings: Findings) {
	const { phoneNumber, country } = readLeadPhone(values, phoneCheck, findings);
	const readPhone = (value: unknown, ownCountry = country) =>
		readOnePhone(value, ownCountry, phoneCheck);
	const { secondPhoneNumber: second, ...texts } = readCollection(
		leadFieldsSchema,
		values.leadFields,
		(_, label, message) => findings.leaveOut(label, message),
	);
	const secondPhoneNumber = readSecondPhone(second, phoneNumber, readPhone, findings);
	const leadPhones = [phoneNumber, secondPhoneNumber ?? phoneNumber];
	return {
		phoneNumber,
		country: country === unknownCountry ? undefined : country || undefined,
		...texts,
		secondPhoneNumber,
		customParameters: readCustomParameters(values, findings),
		agents: readAgents(values.agents, { ...values, country, leadPhones, readPhone }, findings),
	};
}

/** Once Per, with the lead's phone number in it as it is sent: every spelling is the same. */
function keyOf(
	oncePer: string | undefined,
	values: FormValues,
	{ phoneNumber }: Pick<Lead, 'phoneNumber'>,
): string | undefined {
	const written = toText(values.phoneNumber) ?? '';
	const key = written === '' ? oncePer : oncePer?.replaceAll(written, phoneNumber);
	return key === undefined ? undefined : oncePerKey(key);
}

/** Then Brightcall may block repeats as well. With Once Per it would block a second deal of the same number. */
const isOncePerNumber = ({
	skipAlreadyCalled,
	oncePer,
}: Pick<Options, 'skipAlreadyCalled' | 'oncePer'>) => skipAlreadyCalled && oncePer === undefined;
