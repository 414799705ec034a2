/** The settings of the credential's widget that decide where its events go: reads them and sets the URL. */
import type { IHookFunctions } from 'n8n-workflow';

import { accountPages, rowsIn, type Page, type Row } from '../service/accountPages';
import { toObject } from '../service/calls/callEvent';
import { secretsOf, type BrightcallCredential } from '../service/credential';
import { getWidget, getWidgets, updateWidgetSettings, type Endpoint } from '../service/endpoints';
import { serviceMessage } from '../service/http/answer';
import { failureInWords, wasNeverSent } from '../service/http/failure';
import { bodyOf, type ReadingError } from '../service/http/read';
import { redact } from '../service/http/redact';
import { isNoAnswer, send, type Answer, type BrightcallRequest } from '../service/http/transport';
import { toText } from '../service/values';

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

/** @returns the credential's widget in Brightcall */
export function widgetOf(context: IHookFunctions, credential: BrightcallCredential): Widget {
	const sendTo = async (
		{ method, path }: Pick<Endpoint, 'method' | 'path'>,
		values: BrightcallRequest['values'],
	) => await send(context, credential, { method, path, values, timeoutMillis });
	const hasAccountKey = Boolean(credential.accountApiKey);
	return {
		hasAccountKey,
		read: async () => {
			if (!hasAccountKey) return {};
			// In what comes back the widget's own key is redacted, and no other widget's.
			const ownKey = redact(credential.widgetKey, secretsOf(credential));
			const get: Get = async (path, values = {}) =>
				shownBy(await sendTo({ method: 'GET', path }, values));
			return await readSettings(get, ownKey).catch(failToRead);
		},
		setUrl: async (url) => setResultOf(await sendTo(updateWidgetSettings, { apiUrl: url })),
	};
}

/** The JSON at a path of the account's API. */
type Get = (path: string, values?: BrightcallRequest['values']) => Promise<unknown>;

async function readSettings(get: Get, ownKey: unknown): Promise<WidgetSettings> {
	const widget = await findWidget(get, ownKey);
	const listed = settingsOf(widget);
	const id = toText(widget?.id);
	if (!id) return listed;
	const answer = await get(getWidget.path.replace('{id}', encodeURIComponent(id)));
	const isIt = (part: Row) => toText(part.id) === id || 'settings' in part || isUrl(part.apiUrl);
	const alone = settingsOf(find(answer, isIt));
	return { ...alone, ...listed, apiUrl: listed.apiUrl ?? alone.apiUrl };
}

async function findWidget(get: Get, ownKey: unknown): Promise<Row | undefined> {
	const readPage = async (page: Page) => {
		const body = await get(getWidgets.path, { ...page });
		// In an answer without a list the widget may be somewhere all the same.
		return rowsIn(body, 'widgets') ?? [{ body }];
	};
	for await (const rows of accountPages(readPage)) {
		const widget = find(rows, ({ widget_key }) => widget_key === ownKey);
		if (widget) return widget;
	}
	return undefined;
}

/**
 * The JSON of an answer. One that says that there is no such path shows nothing.
 *
 * @throws ReadingError when Brightcall does not let us look, for now or at all
 */
function shownBy(answer: Answer): unknown {
	const isLasting = !isNoAnswer(answer) && answer.statusCode >= 400 && answer.statusCode < 500;
	const showsNothing = isLasting && ![401, 403, 407, 408, 429].includes(answer.statusCode);
	return showsNothing ? undefined : bodyOf(answer, 'account');
}

function failToRead({ message, reason }: ReadingError): never {
	const remedy = reason === 'refused' ? 'check the Brightcall credential' : 'try again later';
	throw new Error(
		`The widget's settings could not be read, so nothing was changed: ${remedy} (${message})`,
	);
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
			'Brightcall sends nothing when a call starts (switch on "pre_call_webhook", the webhook before the call, or remove Call Started from Events)',
		],
	];
	return problems.filter(([isOne]) => isOne).map(([, problem]) => problem);
}

const isOff = (value: unknown) => ['false', '0'].includes(String(value));

const isOn = (value: unknown) => ['true', '1'].includes(String(value));

/** Only a clear yes is a yes: a web page may come from a gateway. */
function setResultOf(answer: Answer): SetResult {
	if (isNoAnswer(answer)) {
		const reason = failureInWords[answer.failure.code] ?? 'no answer came';
		return { isSet: false, mayBeSet: !wasNeverSent(answer.failure), reason };
	}
	const { statusCode, body } = answer;
	const isGood = statusCode >= 200 && statusCode < 300;
	if (isGood && body.verdict === 'yes') return { isSet: true };
	const reason = `HTTP ${statusCode}${serviceMessage(body)}`;
	return { isSet: false, mayBeSet: statusCode >= 500 || (isGood && body.verdict !== 'no'), reason };
}

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
