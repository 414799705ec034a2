import type { FormValues } from '../../../../../nodes/Brightcall/call/triggerSpeedToLead/formValues';
import {
	leadChecker,
	type Lead,
} from '../../../../../nodes/Brightcall/call/triggerSpeedToLead/lead/lead';

/** 2030-01-01T00:00:00Z in milliseconds. */
export const now = Date.UTC(2030, 0, 1);

/** A form as n8n hands it over when only the phone number was filled in. */
export const formWith = (values: Partial<FormValues> = {}): FormValues => ({
	phoneNumber: '+1 415 555 0123',
	country: '',
	hasFixedCountry: true,
	leadFields: {},
	customParameters: { rows: [] },
	agents: { rows: [] },
	callTime: { when: 'now', delaySeconds: 60, callAt: '' },
	options: {},
	...values,
});

/** Checks a form at that time in London. */
export const checkLead = leadChecker({ timezone: 'Europe/London', nowMillis: now });

/** The lead of a form in which nothing stops the call. */
export function leadOf(values: Partial<FormValues>): Lead {
	const checked = checkLead(formWith(values));
	if ('problems' in checked) throw new Error(checked.problems.join('; '));
	return checked.lead;
}

/** The lead of a form of which nothing is left out. */
export function wholeLeadOf(values: Partial<FormValues>): Lead {
	const lead = leadOf(values);
	expect(lead.warnings).toEqual([]);
	return lead;
}

/** What stops the call; nothing where it goes out. */
export function problemsOf(values: Partial<FormValues>): string[] {
	const checked = checkLead(formWith(values));
	return 'problems' in checked ? checked.problems : [];
}

/** Expects one warning, and that it is the one problem where no optional data may be bad; the lead is for a closer look. */
export function expectLeftOut(values: Partial<FormValues>, message: unknown): Lead {
	const lead = leadOf(values);
	expect(lead.warnings.map((warning) => warning.message)).toEqual([message]);
	const options = { ...values.options, badOptionalData: 'error' };
	expect(problemsOf({ ...values, options })).toEqual([message]);
	return lead;
}
