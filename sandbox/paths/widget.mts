// The paths that take the widget's two keys, but for the one that places a call.

import type { Reply, Values } from '../addCall.mts';
import { sandboxKeys } from '../keys.mts';
import type { Handler, Paths } from './path.mts';

/** The paths that take the widget's two keys. */
export const widgetPaths: Paths = {
	'GET /api/v2/ext/get-custom-params': ({ account }, { query }) => {
		if (!hasWidgetKeys(query)) return { ...keysRefused, status: 200 };
		const { customParameters: list } = account.widget;
		return { status: 200, body: { success: true, customParams: list, custom_params: list } };
	},
	'GET /api/v1/ext/widget-get-time-available/{widget_key}': (_, { time }, { widget_key }) =>
		widget_key === sandboxKeys.widgetKey
			? { status: 200, body: [1, 2, 3].map((hours) => time + hours * 3_600_000) }
			: keysRefused,
	'POST /api/v1/ext/update-widget-settings': (...asked) => updateSettings(...asked),
};

export const hasWidgetKeys = ({ widget_key, api_key }: Values) =>
	widget_key === sandboxKeys.widgetKey && api_key === sandboxKeys.apiKey;

export const keysRefused: Reply = {
	status: 401,
	body: { success: false, message: 'Wrong widget key or API key' },
};

/** The keys may be in the query or in the body [guess]; `apiUrl` is where the events go, '' is nowhere [schema]. */
const updateSettings: Handler = ({ account: { widget } }, { query, body }) => {
	if (!hasWidgetKeys(query) && !hasWidgetKeys(body ?? {})) return keysRefused;
	const { apiUrl } = { ...query, ...body };
	if (typeof apiUrl !== 'string') {
		const message = 'Input Body validation failed: apiUrl: Invalid input, should be string.';
		return { status: 422, body: { success: false, message } };
	}
	widget.apiUrl = apiUrl;
	return { status: 200, body: { success: true } };
};
