// Steps with the widget's two keys or the account's key that ring nobody.
import { checkKeys } from '../../../nodes/service/advice.ts';
import * as endpoints from '../../../nodes/service/endpoints.ts';
import { redacted } from '../../../nodes/service/http/redact.ts';
import { cameOf, each, fieldsOf, type Fields, type IsTrue } from './step.mts';
import type { Known, LiveRequest, Step, Values } from './step.mts';

const timesPath = '/api/v1/ext/widget-get-time-available/{widget_key}';
const wrongKey = 'n8n-live-wrong-key';

/** Of a range that belongs to nobody. */
export const fictionalNumber = '+14155550100';

export const isRefused: IsTrue = ({ status }) => status === 'refused';
const hasList: IsTrue = ({ list }) => list !== undefined;

/** By its status, or by JSON that says no. */
const isKeyRefused: IsTrue = ({ answer, fields }) =>
	[401, 403].includes(answer.statusCode) || fields.success === false;

const list = (values: Values = {}): LiveRequest => ({
	path: endpoints.listCalls,
	values: { max_calls: 2, page: 1, ...values },
});

/** The calls that an earlier step has listed. */
const listedIn = ({ answers }: Known) => cameOf(answers.get('past-calls')).events ?? [];

const newestId = (known: Known) => listedIn(known)[0]?.callId ?? undefined;

const withNewestId = (request: (id: string) => LiveRequest) => (known: Known) => {
	const id = newestId(known);
	return id ? request(id) : '`past-calls` has listed no call with an ID';
};

const hasBasics = (call: Fields) =>
	call.call_id && call.call_status && call.time_started_iso_string && call.lead;

const hasDigits = ({ lead }: Fields) => /^\d+$/.test(String(fieldsOf(lead).lead_phone));

/** In answers the widget's own key is redacted. */
const ownWidget = ({ answers, credential: { widgetKey } }: Known) =>
	cameOf(answers.get('widgets')).list?.find((one) =>
		[redacted, widgetKey].includes(String(one.widget_key)),
	);

/** The widget's own fields and those of its settings. */
function settingsIn({ answers }: Known): Fields {
	const { fields } = cameOf(answers.get('widget'));
	const widget = [fields.widget, fields.data, fields].map(fieldsOf).find((one) => one.settings);
	return { ...widget, ...fieldsOf(widget?.settings) };
}

const eventSettings = 'active webhooks_v3 apiType pre_call_webhook api_use_global_user_setting';
const callSettings = 'working_hours timezone client_earliest_hour blacklistNumbers';

const hasSettings = (names: string): IsTrue => {
	return (_, known) => names.split(' ').every((name) => settingsIn(known)[name] !== undefined);
};

export const readingSteps: Record<string, Step> = {
	'keys-place': {
		does: 'Asks where you found the keys: only you can see that.',
		facts: {
			'The Widget Key is under Main [doc]': 'Was the Widget Key under the Main tab?',
			'The API key is under Integrations [doc]': 'Was the API key under the Integrations tab?',
		},
	},
	parameters: {
		request: () => ({ path: endpoints.getCustomParameters }),
		facts: {
			'They come as a list, `customParams` [schema]': hasList,
			'They come with `success: true` [schema]': ({ fields }) => fields.success === true,
			'They are named `lc_param_…` [schema]': each(({ id }) => /^lc_param_/i.test(String(id))),
		},
	},
	'wrong-key': {
		does: 'Reads that list with a made-up API key.',
		request: () => ({ path: endpoints.getCustomParameters, otherKeys: { apiKey: wrongKey } }),
		facts: { "It is refused, so the credential's test works [schema]": isKeyRefused },
	},
	'wrong-keys-call': {
		does: 'Asks for a call to a fictional number, with two made-up keys: no widget, no call.',
		request: () => ({
			...{ method: 'POST', path: endpoints.addCall, values: { lc_number: fictionalNumber } },
			otherKeys: { widgetKey: wrongKey, apiKey: wrongKey },
		}),
		facts: {
			'A call with wrong keys is refused [schema]': isRefused,
			'The node then says to check the keys [guess]': ({ placement }) =>
				placement.status === 'refused' ? placement.hint === checkKeys : undefined,
		},
	},
	times: {
		request: ({ credential: { widgetKey: id } }) => ({ path: timesPath, id }),
		facts: {
			'They come as a list of Unix milliseconds [schema]': ({ answer: { body } }) =>
				Array.isArray(body.value) && body.value.every((time) => Number(time) > 1e12),
		},
	},
	'past-calls': {
		request: () => list(),
		facts: {
			'They come as `endCallPayloadList` [doc]': hasList,
			'They have an ID, status, time and number [doc]': each(hasBasics),
			"They have the lead's number without + [seen]": each(hasDigits),
			'The newest one comes first [guess]': ({ events: [first, second] = [] }) =>
				second && String(first?.startedAt) >= String(second.startedAt),
		},
	},
	'next-page': {
		request: (known) => (listedIn(known)[1] ? list({ page: 2 }) : 'there is no second page'),
		facts: {
			'The second page holds other calls [doc]': each(({ call_id }, known) =>
				listedIn(known).every(({ callId }) => callId !== call_id),
			),
		},
	},
	'answered-calls': {
		request: () => list({ status: 'CallStatusType.CLIENT_ANSWERED' }),
		facts: { 'The status filters the list [doc]': each((one) => one.call_status === 'answered') },
	},
	recording: {
		does: 'Downloads a recording of `answered-calls` without any key, and keeps nothing of it.',
		request: ({ answers }) => {
			const call = cameOf(answers.get('answered-calls')).list?.find((one) => one.recording_link);
			const path = String(call?.recording_link ?? '');
			return path ? { path } : '`answered-calls` has listed no recording';
		},
		facts: { 'It comes without any key [guess]': ({ fields }) => fields.mimeType !== undefined },
	},
	search: {
		request: withNewestId((id) => list({ search_string: id })),
		facts: {
			'The search finds a call by its ID [guess]': ({ events = [] }, known) =>
				events.length === 1 && events[0]!.callId === newestId(known),
		},
	},
	'one-call': {
		request: withNewestId((id) => ({ path: endpoints.getCall, id })),
		facts: { 'It comes alone [peer]': ({ fields }, known) => fields.call_id === newestId(known) },
	},
	agents: {
		request: () => ({ path: endpoints.listAgents }),
		facts: {
			'They come as a list, `agents` or `data` [peer]': hasList,
			'Each has an ID, a name and a phone [peer]': each((one) => one.id && one.name && one.phone),
		},
	},
	'wrong-account-key': {
		does: 'Reads the list of calls with a made-up key.',
		request: () => ({ ...list(), otherKeys: { accountApiKey: wrongKey } }),
		facts: { 'It is refused, and the node names the key [guess]': isKeyRefused },
	},
	widgets: {
		request: () => ({ path: endpoints.getWidgets }),
		facts: { 'It shows the widget by `widget_key` [peer]': (_, known) => !!ownWidget(known) },
	},
	widget: {
		request: (known) => {
			const id = ownWidget(known)?.id;
			if (!id) return '`widgets` does not show the widget';
			return { path: endpoints.getWidget, id: String(id) };
		},
		facts: {
			'They show the URL for events, `apiUrl` [schema]': hasSettings('apiUrl'),
			'They show what stops events [schema]': hasSettings(eventSettings),
			'They show what moves or stops calls [schema]': hasSettings(callSettings),
		},
	},
	'widget-url': {
		does: 'Writes the URL that the widget has already. Look at it in Brightcall before and after.',
		costs: 'Costs nothing. If Brightcall loses the URL, you have to enter it again.',
		request: (known) => {
			const { apiUrl } = settingsIn(known);
			const isWhole = typeof apiUrl === 'string' && !apiUrl.includes(redacted);
			if (!isWhole) return '`widget` does not show it';
			return { method: 'POST', path: endpoints.updateWidgetSettings, values: { apiUrl } };
		},
		facts: { 'The URL for events can be set [peer]': ({ status }) => status === 'placed' },
	},
};
