import { z } from 'zod';

import { field, oneOf, toBoolean, toWholeNumber } from '../../../../service/values';
import type { FormValues } from '../formValues';

/** How a call is sent, apart from what is sent. */
export interface Settings {
	requestMethod: 'POST' | 'GET';
	timeoutMillis: number;
	/** How often a call that was not placed is sent in all. */
	tries: number;
	/** Requests in flight at the same time. */
	callsAtOnce: number;
	/** Whether a number that this node has called before, in any execution, is not rung again. */
	skipAlreadyCalled: boolean;
	/** How many numbers are remembered for it. */
	numbersKept: number;
}

/** What the form shows until the user changes it; ranges are checked where the form cannot. */
export const limits = {
	callsAtOnce: { min: 1, max: 100, default: 25 },
	numbersKept: { min: 1, max: 100_000, default: 10_000 },
	timeoutSeconds: { min: 1, max: 300, default: 30 },
	triesWhenNotPlaced: { min: 1, max: 10, default: 3 },
} as const;

/** The settings, or everything that is wrong with them, a sentence each. */
export type CheckedSettings = { settings: Settings } | { problems: string[] };

/** Checks how one item's call is to be sent. */
export function checkSettings(options: FormValues['options']): CheckedSettings {
	const result = schema.safeParse(options);
	if (!result.success) return { problems: result.error.issues.map((issue) => issue.message) };
	const { timeoutSeconds, triesWhenNotPlaced, ...settings } = result.data;
	return {
		settings: {
			...settings,
			timeoutMillis: timeoutSeconds * 1000,
			tries: triesWhenNotPlaced,
		},
	};
}

const wholeNumber = (
	label: string,
	{ min, max, default: blank }: (typeof limits)[keyof typeof limits],
) =>
	field(
		label,
		`a whole number from ${min} to ${max}`,
		(value) => {
			const number = toWholeNumber(value);
			return number !== undefined && number >= min && number <= max ? number : undefined;
		},
		blank,
	);

const schema = z.object({
	requestMethod: oneOf('Request Method', ['POST', 'GET']),
	timeoutSeconds: wholeNumber('Timeout', limits.timeoutSeconds),
	triesWhenNotPlaced: wholeNumber('Tries When Not Placed', limits.triesWhenNotPlaced),
	callsAtOnce: wholeNumber('Calls at Once', limits.callsAtOnce),
	skipAlreadyCalled: field('Skip Already Called', 'true or false', toBoolean, false),
	numbersKept: wholeNumber('Numbers to Remember', limits.numbersKept),
});
