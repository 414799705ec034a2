/** Checks what the form holds for one item, and makes the lead of it. */
import { z } from 'zod';

import { readPhone, type PhoneCheck } from '../../../../service/phone/phone';
import { isBlank, meansNothing, toText, wrongValue } from '../../../../service/values';
import { optionalText, reject } from '../../../fieldChecks';
import type { FormValues } from '../formValues';
import { readCallTime, type CallTime, type Clock } from './callTime';
import { aCountry, readCountry, unknownCountry } from './country';
import { readCustomParameters } from './customParameters';
import { readAgents, type Agent } from './leadAgents';
import { oncePerKey, problemOfOncePer } from './oncePer';
import { optionsSchema, type Options } from './options';

/** A lead that was checked: every phone normalised, every text trimmed, nothing blank. */
export interface Lead extends CallTime, LeadOptions {
	phoneNumber: string;
	/** ISO 3166-1 alpha-2; undefined: the Brightcall account's. */
	country?: string;
	name?: string;
	email?: string;
	message?: string;
	secondPhoneNumber?: string;
	/** By bare name, see parameterNames.ts. */
	customParameters: Map<string, string>;
	/** Empty: the widget's own agents take the call. */
	agents: Agent[];
}

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
export type CheckedLead = { lead: Lead; sending: Sending } | Problems;

export interface Problems {
	problems: string[];
}

export const hasProblems = (checked: CheckedLead): checked is Problems => 'problems' in checked;

/**
 * Returns the function that checks what the form holds for one item. After it nobody checks again.
 *
 * Each country has a schema of its own, made when its first lead comes: making it takes longer than using it.
 */
export function leadChecker(clock: Clock): (values: FormValues) => CheckedLead {
	const schemas = new Map<string, ReturnType<typeof detailsSchema>>();
	const schemaFor = (country: string, phoneCheck: PhoneCheck) => {
		const key = `${country} ${phoneCheck}`;
		const schema = schemas.get(key) ?? detailsSchema(country, phoneCheck, clock);
		schemas.set(key, schema);
		return schema;
	};
	return (values) => {
		const country = readCountry(values.country);
		const basics = basicsSchema.safeParse(values);
		const read = (code: string) =>
			schemaFor(code, basics.data?.options.phoneCheck ?? 'off').safeParse(values);

		const complete = read(country ?? unknownCountry);
		const lacksCountry = country === undefined && (complete.error?.issues.some(isOfPhone) ?? false);
		const details = lacksCountry ? read('') : complete;
		if (!basics.success || !details.success || lacksCountry) {
			const issues = [...(basics.error?.issues ?? []), ...(details.error?.issues ?? [])];
			const problems = issues.map((issue) => issue.message);
			return {
				problems: lacksCountry
					? [wrongValue('Country', aCountry, values.country), ...problems]
					: problems,
			};
		}
		const { leadFields, callTime, options, ...rest } = details.data;
		const { messageToAgent, source, ...others } = options;
		const { blockDuplicates = isOncePerNumber(others), ...sending } = others;
		const lead: Lead = {
			...rest,
			...leadFields,
			...callTime,
			country: country || undefined,
			blockDuplicates,
			messageToAgent,
			source,
		};
		// CRMs often hold one number as phone and mobile.
		if (lead.secondPhoneNumber === lead.phoneNumber) lead.secondPhoneNumber = undefined;
		const problem =
			sending.skipAlreadyCalled &&
			values.oncePer &&
			problemOfOncePer(values.oncePer, values.options.oncePer);
		if (problem) return { problems: [problem] };
		return { lead, sending: { ...sending, oncePer: keyOf(sending.oncePer, values, lead) } };
	};
}

/** Once Per, with the lead's phone number in it as it is sent: every spelling is the same. */
function keyOf(
	oncePer: string | undefined,
	values: FormValues,
	{ phoneNumber }: Lead,
): string | undefined {
	const written = toText(values.phoneNumber) ?? '';
	const key = written === '' ? oncePer : oncePer?.replaceAll(written, phoneNumber);
	return key === undefined ? undefined : oncePerKey(key);
}

/** Then Brightcall can see to it as well; of a deal it would block the second of the same number. */
const isOncePerNumber = ({
	skipAlreadyCalled,
	oncePer,
}: Pick<Options, 'skipAlreadyCalled' | 'oncePer'>) => skipAlreadyCalled && oncePer === undefined;

/** Numbers with + need no country: then one that cannot be read is left out. */
const isOfPhone = ({ path }: z.ZodIssue) =>
	['phoneNumber', 'secondPhoneNumber', 'agents'].includes(String(path.at(-1)));

/** What the other fields need to be read. */
const basicsSchema = z.object({ options: optionsSchema.pick({ phoneCheck: true }) });

/** Whether the field for a second number says that there is none. */
const isNoPhone = (value: unknown) =>
	isBlank(value) ||
	meansNothing(value) ||
	(typeof value === 'string' && /^\s*(?:no|na)\s*$/i.test(value));

const detailsSchema = (country: string, phoneCheck: PhoneCheck, clock: Clock) => {
	const read = (value: unknown, ownCountry = country) => readPhone(value, ownCountry, phoneCheck);
	const readOrReject = (label: string, value: unknown, ctx: z.RefinementCtx) => {
		const phone = read(value);
		return 'expected' in phone ? reject(ctx, label, phone.expected, value) : phone.phoneNumber;
	};
	return z.object({
		phoneNumber: z
			.unknown()
			.transform((value, ctx) => readOrReject('Lead Phone Number', value, ctx)),
		leadFields: z.object({
			name: optionalText('Name'),
			email: optionalText('Email'),
			message: optionalText('Message'),
			secondPhoneNumber: z
				.unknown()
				.transform((value, ctx) =>
					isNoPhone(value) ? undefined : readOrReject('Second Phone Number', value, ctx),
				),
		}),
		customParameters: z
			.custom<FormValues['customParameters']>()
			.transform((input, ctx) => readCustomParameters(input, ctx)),
		agents: z
			.custom<FormValues['agents']>()
			.transform((input, ctx) => readAgents(input, read, ctx)),
		callTime: z
			.custom<FormValues['callTime']>()
			.transform((input, ctx) => readCallTime(input, clock, ctx)),
		options: optionsSchema.omit({ phoneCheck: true }),
	});
};
