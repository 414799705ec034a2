import { z } from 'zod';

import { readAgents, type Agent } from './leadAgents';
import { readCallTime, type CallTime } from './callTime';
import { countryCodeOf } from '../../../../service/countries';
import { readCustomParameters } from './customParameters';
import {
	field,
	isBlank,
	oneOf,
	optionalText,
	reject,
	toBoolean,
	toText,
} from '../../../../service/values';
import type { FormValues } from '../formValues';
import { readPhone, type PhoneCheck } from '../../../../service/phone';

/** A lead that was checked: every phone normalised, every text trimmed, nothing blank. */
export interface Lead extends CallTime {
	phoneNumber: string;
	/** ISO 3166-1 alpha-2; undefined: the Brightcall account's. */
	country?: string;
	name?: string;
	email?: string;
	message?: string;
	secondPhoneNumber?: string;
	/** By bare name, see customParameters.ts. */
	customParameters: Map<string, string>;
	/** Empty: the widget's own agents take the call. */
	agents: Agent[];
	blockDuplicates: boolean;
	messageToAgent?: string;
	source?: string;
}

/** The lead, or everything that is wrong with it, a sentence each. */
export type CheckedLead = { lead: Lead } | { problems: string[] };

/** Sent until the user names another; an option that was not added is not in the form. */
const defaultSource = 'n8n';

/** What the form of an item cannot say of itself. */
export interface Surroundings {
	/** IANA name of the workflow's time zone. */
	timezone: string;
	/** Unix time in milliseconds. */
	nowMillis: number;
}

/**
 * Returns the function that checks what the form holds for one item. After it nobody checks again.
 *
 * Each country has a schema of its own, made when its first lead comes: making it takes longer than using it.
 */
export function leadChecker(surroundings: Surroundings): (values: FormValues) => CheckedLead {
	const schemas = new Map<string, ReturnType<typeof detailsSchema>>();
	const schemaFor = (country: string, phoneCheck: PhoneCheck) => {
		const key = `${country} ${phoneCheck}`;
		const schema = schemas.get(key) ?? detailsSchema(country, phoneCheck, surroundings);
		schemas.set(key, schema);
		return schema;
	};
	return (values) => {
		const basics = basicsSchema.safeParse(values);
		const country = basics.data?.country ?? '';
		const details = schemaFor(country, basics.data?.options.phoneCheck ?? 'off').safeParse(values);

		if (!basics.success || !details.success) {
			const issues = [...(basics.error?.issues ?? []), ...(details.error?.issues ?? [])];
			return { problems: issues.map((issue) => issue.message) };
		}
		const { leadFields, callTime, options, ...rest } = details.data;
		const lead = { ...rest, country: country || undefined, ...leadFields, ...callTime, ...options };
		// CRMs often hold one number as phone and mobile.
		if (lead.secondPhoneNumber === lead.phoneNumber) lead.secondPhoneNumber = undefined;
		return { lead };
	};
}

/** Empty, or the text that an expression without a value leaves behind. */
const noCountry = /^(undefined|null)?$/i;

/** What the other fields need to be read. */
const basicsSchema = z.object({
	country: field(
		'Country',
		'a country, e.g. GB',
		(value) => {
			const name = toText(value) ?? '?';
			return noCountry.test(name) ? '' : countryCodeOf(name);
		},
		'',
	),
	options: z.object({ phoneCheck: oneOf('Phone Check', ['possible', 'valid', 'off']) }),
});

const detailsSchema = (country: string, phoneCheck: PhoneCheck, surroundings: Surroundings) => {
	const read = (value: unknown) => readPhone(value, country, phoneCheck);
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
					isBlank(value) ? undefined : readOrReject('Second Phone Number', value, ctx),
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
			.transform((input, ctx) => readCallTime(input, surroundings, ctx)),
		options: z.object({
			blockDuplicates: field('Block Duplicates', 'true or false', toBoolean, false),
			messageToAgent: optionalText('Message to Agent'),
			source: z
				.unknown()
				.transform((value) => (value === undefined ? defaultSource : value))
				.pipe(optionalText('Source')),
		}),
	});
};
