/** The list of the widget's own custom parameters. */
import { getCustomParameters } from './endpoints';
import { unexpected, type Read } from './http/read';
import { bareName, meantName, placeOf } from './parameterNames';

/**
 * The bare names of the widget's own parameters, as public code has their list: both keys hold the same.
 *
 * @throws ReadingError when there is no such list
 */
export async function readParameterNames(read: Read): Promise<string[]> {
	const body = ((await read({ path: getCustomParameters })) ?? {}) as Record<string, unknown>;
	const list = body.customParams ?? body.custom_params;
	if (!Array.isArray(list)) throw unexpected('an answer without a list of parameters');
	return list
		.map((parameter: { id?: unknown } | null) => parameter?.id)
		.filter((id) => typeof id === 'string')
		.map(bareName);
}

/** The fields of an item that the widget has a custom parameter for, by the bare names of these. */
export const matchingRows = (item: Record<string, unknown>, parameterNames: string[]) =>
	Object.entries(item)
		.map(([name, value]) => ({ name: meantName(name), value }))
		.filter(({ name }) => parameterNames.includes(name) && placeOf(name) === undefined);
