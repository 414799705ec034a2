/** The one URL that a widget sends its events to: reads and sets it in Brightcall. */
import type { IHookFunctions } from 'n8n-workflow';

import type { Body } from '../service/http/body';
import { accountPages, rowsIn, type Page } from '../service/accountPages';
import { toObject } from '../service/calls/callEvent';
import { secretsOf, type BrightcallCredential } from '../service/credential';
import { getWidget, getWidgets, updateWidgetSettings } from '../service/endpoints';
import { failureInWords, wasNeverSent } from '../service/http/failure';
import { redact } from '../service/http/redact';
import { serviceMessage } from '../service/http/serviceMessage';
import { isNoAnswer, send, type Answer, type HttpAnswer } from '../service/http/transport';
import { verdictOf } from '../service/http/verdict';

export interface WidgetUrl {
	/** Without it nobody can see the URL. */
	hasAccountKey: boolean;
	/**
	 * @returns '' when the widget has none; undefined when nobody can tell, because there is no account's key or the
	 *   answer holds no such URL [peer]
	 * @throws Error when the account's key is refused or no answer comes
	 */
	read: () => Promise<string | undefined>;
	/** Takes the URL away with ''. */
	set: (url: string) => Promise<SetResult>;
}

/** `mayBeSet`: the request left, and nobody knows what became of it. */
export type SetResult = { isSet: true } | { isSet: false; mayBeSet: boolean; reason: string };

/** n8n's editor waits for it, and gives up after minutes only. */
const timeoutMillis = 15_000;

export function widgetUrlOf(context: IHookFunctions, credential: BrightcallCredential): WidgetUrl {
	const get = async (path: string, values = {}) =>
		readableBody(await send(context, credential, { method: 'GET', path, values, timeoutMillis }));
	const findWidget = async (key: unknown) => {
		const readPage = async (values: Page) => {
			const body = await get(getWidgets.path, values);
			// Without a list the widget may stand somewhere in the answer nevertheless.
			return rowsIn(body, 'widgets') ?? [{ body }];
		};
		for await (const rows of accountPages(readPage)) {
			const widget = widgetIn(rows, key);
			if (widget) return widget;
		}
		return undefined;
	};
	const hasAccountKey = Boolean(credential.accountApiKey);
	return {
		hasAccountKey,
		read: async () => {
			if (!hasAccountKey) return undefined;
			const secrets = secretsOf(credential);
			// In what comes back the widget's own key is redacted, and no other widget's.
			const ownKey = redact(credential.widgetKey, secrets);
			const widget = await findWidget(ownKey);
			const url = widget && urlIn(widget);
			if (url !== undefined || !isId(widget?.id)) return url;
			return urlIn(await get(getWidget.path.replace('{id}', encodeURIComponent(widget.id))));
		},
		set: async (url) => {
			const values = { apiUrl: url };
			return setResultOf(
				await send(context, credential, { ...updateWidgetSettings, values, timeoutMillis }),
			);
		},
	};
}

/** @throws Error when Brightcall does not let us look, for now or at all; a path that it does not know is no reason */
export function readableBody(answer: Answer): unknown {
	if (isNoAnswer(answer) || !isFromBrightcall(answer)) {
		throw new Error(
			`Brightcall did not say which URL the widget has (${reasonOf(answer)}), so nothing was changed: try again later, or empty the Account API Key of the Brightcall credential to go on without seeing it, whatever it is`,
		);
	}
	const { statusCode, body } = answer;
	if (statusCode === 401 || statusCode === 403 || (isGood(answer) && saysNo(body))) {
		throw new Error(
			`Brightcall refused the Account API Key (${reasonOf(answer)}), so nothing was changed: correct it in the Brightcall credential, or empty the field to go on without seeing which URL the widget has`,
		);
	}
	return body.value;
}

/** Not from something on the way, and not for the moment only. */
function isFromBrightcall(answer: HttpAnswer): boolean {
	const { statusCode, body } = answer;
	if (isGood(answer)) return isReadable(body);
	return statusCode >= 400 && statusCode < 500 && ![408, 429].includes(statusCode);
}

/** Only a yes is one: a web page may come from something between here and Brightcall. */
export function setResultOf(answer: Answer): SetResult {
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

/** The widget with this key in the account's list [peer]. */
export const widgetIn = (list: unknown, key: unknown) =>
	find(list, ({ widget_key }) => widget_key === key);

/** As the service names it where it takes it [schema]; null is none. */
export function urlIn(value: unknown): string | undefined {
	const isUrl = (url: unknown) => typeof url === 'string' || url === null;
	const settings = find(value, ({ apiUrl }) => isUrl(apiUrl));
	return settings && ((settings.apiUrl as string | null) ?? '').trim();
}

const isId = (id: unknown): id is string | number =>
	typeof id === 'string' || typeof id === 'number';
