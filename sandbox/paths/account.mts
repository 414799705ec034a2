// The paths that take the account's key.

import type { Account } from '../account.mts';
import type { Reply } from '../addCall.mts';
import { listCalls } from '../calls/callList.mts';
import type { PastCall } from '../calls/pastCalls.mts';
import { sandboxKeys } from '../keys.mts';
import type { Handler, Paths } from './path.mts';

/** The paths that take the account's key. */
export const accountPaths: Paths = Object.fromEntries(
	Object.entries<Handler>({
		'GET /api/v2/calls/payload-data-list': ({ calls }, { query, time }) =>
			listCalls(calls, query, time),
		'GET /api/v1/calls/payload-end-call-webhook-by-call-id/{callId}': ofCall((call) => call.body),
		// [guess]: of these only the paths are known.
		'GET /api/v1/calls/details/{callId}': ofCall(({ body }) => ({ success: true, call: body })),
		'POST /api/v1/ext/calls/{callId}/s2l-tag': ofCall(() => ({ success: true })),
		'GET /api/v1/ext/set-rating/{callId}': ofCall(() => ({ success: true })),
		'GET /api/v1/widgets': ({ account }, { query }) =>
			found(
				inEnvelope(account, 'widgets', [...account.otherWidgets, widgetInList(account)], query),
			),
		'GET /api/v1/widgets/{id}': ({ account }, _, { id }) =>
			id === String(account.widget.id)
				? found({ success: true, widget: widgetAlone(account) })
				: notFound('Widget'),
		'GET /api/v1/agents': ({ account }, { query }) =>
			found(inEnvelope(account, 'agents', account.agents, query)),
	}).map(([path, handler]) => [path, withAccountKey(handler)]),
);

/** Answers for one call that has ended. */
function ofCall(bodyOf: (call: PastCall) => unknown): Handler {
	return ({ calls }, _, { callId = '' }) => {
		const call = calls.find(callId);
		return call ? found(bodyOf(call)) : notFound('Call');
	};
}

/** 401 without the account's key; a widget's does not do. */
function withAccountKey(handler: Handler): Handler {
	return (sandbox, request, parameters) =>
		request.accountKey === sandboxKeys.accountApiKey
			? handler(sandbox, request, parameters)
			: { status: 401, body: { success: false, message: 'Wrong API key' } };
}

const notFound = (what: string): Reply => ({
	status: 404,
	body: { success: false, message: `${what} not found` },
});

function found(body: unknown): Reply {
	return { status: 200, body };
}

/** A page holds 20 unless more are asked for, and 50 at most [guess]. */
function inEnvelope(
	{ listEnvelope }: Account,
	name: string,
	all: unknown[],
	{ page = '1', itemsPerPage = '20' }: Record<string, string>,
): unknown {
	const size = Math.min(Number(itemsPerPage), 50);
	const list = all.slice((Number(page) - 1) * size, Number(page) * size);
	if (listEnvelope === 'bare') return list;
	return { success: true, [listEnvelope === 'data' ? 'data' : name]: list };
}

/** As the schema has it: without the settings. */
const widgetInList = ({ widget }: Account) => ({
	id: widget.id,
	site_name: widget.name,
	url: 'https://shop.example.com/',
	widget_key: sandboxKeys.widgetKey,
	active: true,
});

/** As the schema has it: the settings hold the URL for events, and the widget's API key in the open. */
const widgetAlone = ({ widget, timezone }: Account) => ({
	id: widget.id,
	site_name: widget.name,
	widget_key: sandboxKeys.widgetKey,
	active: true,
	settings: {
		url: 'https://shop.example.com/',
		timezone,
		apiUrl: widget.apiUrl,
		apiKey: sandboxKeys.apiKey,
		apiType: 'LEADBACK_JSON',
		webhooks_v3: true,
		pre_call_webhook: true,
		api_use_global_user_setting: false,
		active: true,
		working_hours: {},
		client_earliest_hour: null,
		blacklistNumbers: [],
	},
});
