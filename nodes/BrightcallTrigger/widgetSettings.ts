/** The settings of the credential's widget that decide where its events go: reads them and sets the URL. */
import type { IHookFunctions } from 'n8n-workflow';

import { newRows, type Row } from '../service/accountLists';
import type { BrightcallCredential } from '../service/credential';
import { getWidget, getWidgets, updateWidgetSettings } from '../service/endpoints';
import { serviceMessage } from '../service/http/answer';
import { inWords, wasNeverSent } from '../service/http/failure';
import { bodyOf, type ReadingError } from '../service/http/read';
import { redacted } from '../service/http/redact';
import { isNoAnswer, send, type Answer, type BrightcallRequest } from '../service/http/transport';
import type { Verdict } from '../service/http/verdict';
import { toObject, toText } from '../service/values';

export const inBrightcall = 'in Brightcall (Speed To Lead, Widgets, your widget, Integrations)';

/** Without it no event comes in the format that the trigger reads [doc]. */
export const newFormatSwitch = '"Send a webhook in post json in new format (beta)"';

/** By the names of the account's API [schema], as far as Brightcall shows them; an `apiUrl` of '' is none. */
export type WidgetSettings = Row & { apiUrl?: string };

export type Widget = ReturnType<typeof widgetOf>;

type Ask = (path: string, values?: BrightcallRequest['values']) => Promise<Answer>;

export function widgetOf(context: IHookFunctions, credential: BrightcallCredential) {
	const ask: Ask = async (path, values = {}) => {
		const method = path === updateWidgetSettings ? 'POST' : 'GET';
		return await send(context, credential, { method, path, values, timeoutMillis: 15_000 });
	};
	const hasAccountKey = Boolean(credential.accountApiKey);
	return {
		/** Without it nobody can see the settings. */
		hasAccountKey,

		/** @throws Error of one sentence */
		read: async (): Promise<WidgetSettings> => {
			if (!hasAccountKey) return {};
			return await readSettings(ask).catch(({ message, reason }: ReadingError) => {
				const remedy = reason === 'refused' ? 'check the Brightcall credential' : 'try again later';
				throw new Error(
					`The widget's settings could not be read, so nothing was changed: ${remedy} (${message})`,
				);
			});
		},

		/** @returns whether the widget has the URL now ('': none); `reason` says why that is no yes */
		setUrl: async (apiUrl: string): Promise<{ verdict: Verdict; reason: string }> => {
			const answer = await ask(updateWidgetSettings, { apiUrl });
			if (isNoAnswer(answer)) {
				const reason = inWords(answer.failure);
				return { verdict: wasNeverSent(answer.failure) ? 'no' : 'doubt', reason };
			}
			const { statusCode, body } = answer;
			const reason = `HTTP ${statusCode}${serviceMessage(body)}`;
			if (statusCode >= 200 && statusCode < 300) return { verdict: body.verdict, reason };
			return { verdict: statusCode >= 500 ? 'doubt' : 'no', reason };
		},
	};
}

async function readSettings(ask: Ask): Promise<WidgetSettings> {
	const pages = newRows(async (query) =>
		shownBy(await ask(getWidgets, query)).filter((row) => 'widget_key' in row),
	);
	for await (const rows of pages) {
		// In what comes back the widget's own key is redacted, and no other widget's.
		const widget = rows.find(({ widget_key }) => widget_key === redacted);
		if (!widget) continue;
		const id = toText(widget.id);
		if (!id) return settingsOf(widget);
		const path = getWidget.replace('{id}', encodeURIComponent(id));
		const alone = shownBy(await ask(path)).find(
			(part) => toText(part.id) === id || 'settings' in part || 'apiUrl' in part,
		);
		const [listed, shown] = [settingsOf(widget), settingsOf(alone)];
		// Either may hold nothing where the other has the URL.
		return { ...shown, ...listed, apiUrl: listed.apiUrl || (shown.apiUrl ?? listed.apiUrl) };
	}
	return {};
}

/** Every object in an answer, the outer ones first: how Brightcall wraps a widget is a guess. @throws ReadingError */
function shownBy(answer: Answer): Row[] {
	// Brightcall has no such path.
	const isMissing = !isNoAnswer(answer) && [400, 404, 405, 410, 422].includes(answer.statusCode);
	return isMissing ? [] : objectsIn(bodyOf(answer, 'account'));
}

function objectsIn(value: unknown): Row[] {
	if (typeof value !== 'object' || value === null) return [];
	return [toObject(value) ?? [], Object.values(value).flatMap(objectsIn)].flat();
}

/** What a widget holds in itself or under its `settings` [schema]; an `apiUrl` of null is none. */
function settingsOf(widget: Row = {}): WidgetSettings {
	const { apiUrl, ...others } = { ...widget, ...toObject(widget.settings) };
	const isShown = typeof apiUrl === 'string' || apiUrl === null;
	return isShown ? { ...others, apiUrl: (apiUrl ?? '').trim() } : others;
}

/** @throws Error of one sentence that names each setting that is seen to keep the chosen events from coming [schema] */
export function assertEventsCome(settings: WidgetSettings, events: readonly string[]): void {
	const isOff = (name: string) => ['false', '0'].includes(String(settings[name]));
	const isOn = (name: string) => ['true', '1'].includes(String(settings[name]));
	const found = [
		isOff('active') && 'the widget is off (switch it on under Speed To Lead, Widgets)',
		isOff('webhooks_v3') && `${newFormatSwitch} is off (switch it on)`,
		/form/i.test(toText(settings.apiType) ?? '') &&
			`events are sent as a form, in "apiType" (switch on ${newFormatSwitch})`,
		isOn('api_use_global_user_setting') &&
			'events go to the URL of the whole account (switch off "api_use_global_user_setting", the use of the account\'s webhook settings)',
		events.includes('start_call') &&
			isOff('pre_call_webhook') &&
			'Brightcall sends nothing when a call starts (switch on "pre_call_webhook", the webhook before the call, or remove Call Started from Events)',
	].filter((problem) => problem !== false);
	if (found.length === 0) return;
	throw new Error(
		`Events would not reach this workflow, because ${found.join(', and ')}: change that ${inBrightcall}, then try again`,
	);
}
