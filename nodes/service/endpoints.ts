/** Every path of Brightcall's service that this package knows, with the keys it takes and how sure that is. */

/** The widget's two keys place calls; the account's API key reads. */
export type Keys = 'widget' | 'account';

/**
 * Where a fact comes from: the vendor's help pages, the vendor's schemas in public code, authors of other integrations
 * who had the vendor's OpenAPI document, or inference.
 */
export type Source = 'doc' | 'schema' | 'peer' | 'guess';

export interface Endpoint {
	method: 'GET' | 'POST';
	path: string;
	keys: Keys;
	source: Source;
}

/** Takes requests for calls, by GET as well; the trailing slash saves a redirect that could lose the body. */
export const addCall: Endpoint = {
	method: 'POST',
	path: '/rest/v1/ext/add_call_api/',
	keys: 'widget',
	source: 'doc',
};

/** Lists the widget's own custom parameters; it calls nobody. */
export const getCustomParameters: Endpoint = {
	method: 'GET',
	path: '/api/v2/ext/get-custom-params',
	keys: 'widget',
	source: 'peer',
};

/** Sets the one URL that a widget's events go to. */
export const updateWidgetSettings: Endpoint = {
	method: 'POST',
	path: '/api/v1/ext/update-widget-settings',
	keys: 'widget',
	source: 'peer',
};

/** The account's widgets, which may come without their settings. */
export const getWidgets: Endpoint = {
	method: 'GET',
	path: '/api/v1/widgets',
	keys: 'account',
	source: 'peer',
};

/** One widget with its settings, the URL for events among them. */
export const getWidget: Endpoint = {
	method: 'GET',
	path: '/api/v1/widgets/{id}',
	keys: 'account',
	source: 'peer',
};

/** Past calls as their `end_call` events, in pages [doc]; `filter_disconnected_by` is [peer]. */
export const listCalls: Endpoint = {
	method: 'GET',
	path: '/api/v2/calls/payload-data-list',
	keys: 'account',
	source: 'doc',
};

/** One past call as its `end_call` event. */
export const getCall: Endpoint = {
	method: 'GET',
	path: '/api/v1/calls/payload-end-call-webhook-by-call-id/{callId}',
	keys: 'account',
	source: 'peer',
};

/** The account's agents. */
export const listAgents: Endpoint = {
	method: 'GET',
	path: '/api/v1/agents',
	keys: 'account',
	source: 'peer',
};

/** These rate and tag a call of the account, although their path looks like a widget's [peer]. */
const accountPathBelowExt = /\/ext\/(calls|set-rating)\//;

/** The keys that a path of the service takes: the widget's where it contains `/ext/`, else the account's [peer]. */
export function keysFor(path: string): Keys {
	return path.includes('/ext/') && !accountPathBelowExt.test(path) ? 'widget' : 'account';
}

/** Whether a POST has the widget's keys in its query besides its body: where these paths look for them is a [guess]. */
export const takesKeysInQueryToo = (path: string): boolean => path === updateWidgetSettings.path;
