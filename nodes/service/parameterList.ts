/** Reads the list of the widget's own custom parameters. */
import { getCustomParameters } from './endpoints';
import { bareName } from './parameterNames';
import { unexpected, type Read } from './http/read';

/**
 * The bare names of the widget's own parameters.
 *
 * @throws ReadingError when there is no such list
 */
export async function readParameterNames(read: Read): Promise<string[]> {
	const names = namesIn(await read(getCustomParameters));
	if (!names) throw unexpected('an answer without a list of parameters');
	return names;
}

/** The answer's shape as seen in public code: both keys hold the same list. undefined: it is no such list. */
export function namesIn(body: unknown): string[] | undefined {
	const { success, customParams, custom_params } = (body ?? {}) as Record<string, unknown>;
	const list = customParams ?? custom_params;
	if (success === false || !Array.isArray(list)) return undefined;
	return list
		.map((parameter: { id?: unknown } | null) => parameter?.id)
		.filter((id): id is string => typeof id === 'string')
		.map(bareName);
}
