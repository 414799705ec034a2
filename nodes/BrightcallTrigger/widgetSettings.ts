/** The settings of the credential's widget that decide where its events go: reads them and sets the URL. */
import type { IHookFunctions } from 'n8n-workflow';

import { toObject } from '../service/calls/callEvent';
import { secretsOf, type BrightcallCredential } from '../service/credential';
import { getWidget, getWidgets, updateWidgetSettings } from '../service/endpoints';
import type { Body } from '../service/http/body';
import { failureInWords, wasNeverSent } from '../service/http/failure';
import { redact } from '../service/http/redact';
import { serviceMessage } from '../service/http/serviceMessage';
import { isNoAnswer, send, type Answer, type HttpAnswer } from '../service/http/transport';
import { verdictOf } from '../service/http/verdict';

export interface Widget {
	/** Without it nobody can see the settings. */
	hasAccountKey: boolean;
	/**
	 * @returns what Brightcall shows, which may be nothing: without the account's key, or when its answer has no settings
	 * @throws Error of one sentence when the account's key is refused or no answer comes
	 */
	read: () => Promise<WidgetSettings>;
	/** '' takes the URL away. */
	setUrl: (url: string) => Promise<SetResult>;
}

/** By the names that the account's API has for them [schema]. A setting that Brightcall does not show is not there. */
export interface WidgetSettings extends Record<string, unknown> {
	/** The one URL that the widget's events go to; '' is none. */
	apiUrl?: string;
}

/** `mayBeSet`: the request left n8n, and nobody knows whether Brightcall acted on it. */
export type SetResult = { isSet: true } | { isSet: false; mayBeSet: boolean; reason: string };

export const inBrightcall = 'in Brightcall (Speed To Lead, Widgets, your widget, Integrations)';

/** Without it no event comes in the format that the trigger reads [doc]. */
export const newFormatSwitch = '"Send a webhook in post json in new format (beta)"';

/** n8n's editor waits while this goes on. */
const timeoutMillis = 15_000;

/** @returns the credential's widget in Brightcall; its functions send one or two requests each */
export function widgetOf(context: IHookFunctions, credential: BrightcallCredential): Widget {
	const get = async (path: string) =>
		readableBody(
			await send(context, credential, { method: 'GET', path, values: {}, timeoutMillis }),
		);
	const hasAccountKey = Boolean(credential.accountApiKey);
	return {
		hasAccountKey,
		read: async () => {
			if (!hasAccountKey) return {};
			// In what comes back the widget's own key is redacted, and no other widget's.
			const ownKey = redact(credential.widgetKey, secretsOf(credential));
			const widget = find(await get(getWidgets.path), ({ widget_key }) => widget_key === ownKey);
			const listed = settingsOf(widget);
			if (!isId(widget?.id)) return listed;
			const answer = await get(getWidget.path.replace('{id}', encodeURIComponent(widget.id)));
			const alone = settingsOf(find(answer, (part) => 'settings' in part || isUrl(part.apiUrl)));
			return { ...alone, ...listed, apiUrl: listed.apiUrl ?? alone.apiUrl };
		},
		setUrl: async (url) =>
			setResultOf(
				await send(context, credential, {
					...updateWidgetSettings,
					values: { apiUrl: url },
					timeoutMillis,
				}),
			),
	};
}

/**
 * Which settings keep the chosen events from coming, e.g. because the widget is switched off [schema].
 *
 * @param events the chosen types
 * @returns for each a part of a sentence that names the switch in Brightcall; a setting that is not shown is no problem
 */
export function problemsOf(settings: WidgetSettings, events: readonly string[]): string[] {
	const { active, webhooks_v3, apiType, api_use_global_user_setting, pre_call_webhook } = settings;
	const problems: Array<[boolean, string]> = [
		[isOff(active), 'the widget is off (switch it on under Speed To Lead, Widgets)'],
		[isOff(webhooks_v3), `${newFormatSwitch} is off (switch it on)`],
		[
			typeof apiType === 'string' && /form/i.test(apiType),
			`events are sent as a form, in "apiType" (switch on ${newFormatSwitch})`,
		],
		[
			isOn(api_use_global_user_setting),
			'events go to the URL of the whole account (switch off "api_use_global_user_setting", the use of the account\'s webhook settings)',
		],
		[
			events.includes('start_call') && isOff(pre_call_webhook),
			'Brightcall sends nothing when a call starts (switch on "pre_call_webhook", the webhook before the call, or take Call Started out of Events)',
		],
	];
	return problems.filter(([isOne]) => isOne).map(([, problem]) => problem);
}

const isOff = (value: unknown) => ['false', '0'].includes(String(value));

const isOn = (value: unknown) => ['true', '1'].includes(String(value));

/**
 * The JSON of an answer to a reading request. An error that says that there is no such path is one, too: it shows nothing.
 *
 * @throws Error when Brightcall does not let us look, for now or at all
 */
function readableBody(answer: Answer): unknown {
	if (isNoAnswer(answer) || !isFromBrightcall(answer)) {
		throw new Error(
			`Brightcall did not show the widget's settings (${reasonOf(answer)}), so nothing was changed: try again later`,
		);
	}
	const { statusCode, body } = answer;
	if (statusCode === 401 || statusCode === 403 || (isGood(answer) && saysNo(body))) {
		throw new Error(
			`Brightcall refused the Account API Key (${reasonOf(answer)}), so nothing was changed: correct it in the Brightcall credential`,
		);
	}
	return body.value;
}

/** Not from a gateway or a firewall, and not for the moment only. */
function isFromBrightcall(answer: HttpAnswer): boolean {
	const { statusCode, body } = answer;
	if (isGood(answer)) return isReadable(body);
	return statusCode >= 400 && statusCode < 500 && ![408, 429].includes(statusCode);
}

/** Only a clear yes is a yes: a web page may come from a gateway. */
function setResultOf(answer: Answer): SetResult {
	const reason = reasonOf(answer);
	if (isNoAnswer(answer)) {
		return { isSet: false, mayBeSet: !wasNeverSent(answer.failure), reason };
	}
	const { statusCode, body } = answer;
	if (isGood(answer) && isReadable(body) && verdictOf(body.value) === 'yes') return { isSet: true };
	return { isSet: false, mayBeSet: statusCode >= 500 || (isGood(answer) && !saysNo(body)), reason };
}

const isGood = ({ statusCode }: HttpAnswer) => statusCode >= 200 && statusCode < 300;

const isReadable = ({ kind }: Body) => kind !== 'page' && kind !== 'broken';

const saysNo = ({ kind, value }: Body) => kind === 'json' && verdictOf(value) === 'no';

const reasonOf = (answer: Answer): string =>
	isNoAnswer(answer)
		? (failureInWords[answer.failure.code] ?? 'no answer came')
		: `HTTP ${answer.statusCode}${serviceMessage(answer.body)}`;

/** What a widget holds in itself or under its `settings` [schema]. */
function settingsOf(widget: Record<string, unknown> | undefined): WidgetSettings {
	const { apiUrl, ...others } = { ...widget, ...toObject(widget?.settings) };
	return { ...others, apiUrl: isUrl(apiUrl) ? (apiUrl ?? '').trim() : undefined };
}

/** null is none [schema]. */
const isUrl = (value: unknown): value is string | null =>
	typeof value === 'string' || value === null;

const maxDepth = 6;

/** The first object in a JSON value that fits, nearest to the top. */
function find(
	value: unknown,
	fits: (object: Record<string, unknown>) => boolean,
): Record<string, unknown> | undefined {
	let level: unknown[] = [value];
	for (let depth = 0; depth < maxDepth && level.length > 0; depth++) {
		const found = level.map(toObject).find((object) => object && fits(object));
		if (found) return found;
		level = level.flatMap((part) =>
			typeof part === 'object' && part !== null ? Object.values(part) : [],
		);
	}
	return undefined;
}

const isId = (id: unknown): id is string | number =>
	typeof id === 'string' || typeof id === 'number';
