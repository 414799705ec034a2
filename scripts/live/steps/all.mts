// All steps, in their order: what rings nobody comes first.
import type { Step } from './step.mts';
import { accountSteps } from './account.mts';
import { callSteps } from './calls.mts';
import { ownCallStep } from './ownCall.mts';
import { refusalSteps } from './refusals.mts';
import { settingsSteps } from './settings.mts';
import { widgetSteps } from './widget.mts';

export const allSteps: Step[] = [
	...widgetSteps,
	...accountSteps,
	...settingsSteps,
	...refusalSteps,
	...callSteps,
	ownCallStep,
];

/**
 * The steps that `--only` names with those that have to come before them, in their usual order.
 *
 * @throws Error for a name that no step has
 */
export function chosenSteps(only: string | undefined): Step[] {
	if (only === undefined) return allSteps;
	const names = only.split(',').map((name) => name.trim());
	const known = allSteps.map(({ name }) => name);
	const unknown = names.find((name) => !known.includes(name));
	if (unknown !== undefined) {
		throw new Error(`--only: expected steps of ${known.join(', ')}, got "${unknown}"`);
	}
	return allSteps.filter(({ name }) => withThoseBefore(names).includes(name));
}

function withThoseBefore(names: string[]): string[] {
	const before = allSteps
		.filter(({ name }) => names.includes(name))
		.flatMap(({ after = [] }) => after);
	return before.length === 0 ? names : [...names, ...withThoseBefore(before)];
}
