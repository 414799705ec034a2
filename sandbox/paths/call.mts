// The path that places a call.

import { checkTypes, fromQuery, readNumber, type Values } from '../addCall.mts';
import type { SandboxRequest } from '../request.mts';
import type { Handler, Paths } from './path.mts';
import { hasWidgetKeys, keysRefused } from './widget.mts';

/** Rings the lead, as far as a sandbox does. */
export type Place = (phoneNumber: string, values: Values) => void;

export const isForCall = ({ path }: Pick<SandboxRequest, 'path'>) =>
	path === '/rest/v1/ext/add_call_api/';

/** The parameters of a request for a call. */
export const valuesOf = ({ method, query, body }: SandboxRequest): Values =>
	method === 'GET' ? fromQuery(new URLSearchParams(query)) : (body ?? {});

/** The path that a call is placed with, by GET and by POST [doc]. */
export function callPaths(place: Place): Paths {
	const addCall: Handler = (_, request) => {
		const { widget_key, api_key, ...values } = valuesOf(request);
		if (!hasWidgetKeys({ widget_key, api_key })) return keysRefused;
		const refusal = checkTypes(values);
		if (refusal) return refusal;
		const number = readNumber(values);
		if (!('phoneNumber' in number)) return number;
		const { phoneNumber } = number;
		place(phoneNumber, values);
		const body = { success: true, phone_number: phoneNumber, message: 'Call request accepted' };
		return { status: 200, body };
	};
	return {
		'GET /rest/v1/ext/add_call_api/': addCall,
		'POST /rest/v1/ext/add_call_api/': addCall,
	};
}
