/** Every path of Brightcall's service that this package knows. Those with [peer] come from other integrations' authors. */

/** The widget's two keys place calls; the account's API key reads. */
export type Keys = 'widget' | 'account';

/** A path with `/ext/` takes the widget's, unless it rates or tags a call of the account [peer]. */
export const keysFor = (path: string): Keys =>
	/\/ext\/(?!(calls|set-rating)\/)/.test(path) ? 'widget' : 'account';

/** Takes requests for calls, by GET as well [doc]; the trailing slash saves a redirect that could lose the body. */
export const addCall = '/rest/v1/ext/add_call_api/';

/** Lists the widget's own custom parameters [peer]; it calls nobody. */
export const getCustomParameters = '/api/v2/ext/get-custom-params';

/** Sets the one URL that a widget's events go to [peer]. */
export const updateWidgetSettings = '/api/v1/ext/update-widget-settings';

/** The account's widgets, which may come without their settings [peer]. */
export const getWidgets = '/api/v1/widgets';

/** One widget with its settings, the URL for events among them [peer]. */
export const getWidget = '/api/v1/widgets/{id}';

/** Past calls as their `end_call` events, in pages [doc]; `filter_disconnected_by` is [peer]. */
export const listCalls = '/api/v2/calls/payload-data-list';

/** One past call as its `end_call` event [peer]. */
export const getCall = '/api/v1/calls/payload-end-call-webhook-by-call-id/{callId}';

/** The account's agents [peer]. */
export const listAgents = '/api/v1/agents';
