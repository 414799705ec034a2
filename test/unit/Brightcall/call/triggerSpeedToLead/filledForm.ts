import type { FormValues } from '../../../../../nodes/Brightcall/call/triggerSpeedToLead/formValues';
import { leadChecker } from '../../../../../nodes/Brightcall/call/triggerSpeedToLead/lead/lead';

/** 2030-01-01T00:00:00Z in milliseconds. */
export const now = Date.UTC(2030, 0, 1);

/** A form as n8n hands it over when only the phone number was filled in. */
export const formWith = (values: Partial<FormValues> = {}): FormValues => ({
	phoneNumber: '+1 415 555 0123',
	country: '',
	leadFields: {},
	customParameters: { rows: [] },
	agents: { rows: [] },
	callTime: { when: 'now', delaySeconds: 60, callAt: '' },
	options: {},
	...values,
});

/** Checks a form at that time in London. */
export const checkLead = leadChecker({ timezone: 'Europe/London', nowMillis: now });
