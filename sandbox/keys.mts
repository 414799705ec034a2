/** The made-up keys of the sandbox's account and its only widget, and who may see which of them. */
export const sandboxKeys = {
	widgetKey: 'sandbox-widget-key-4f1d',
	apiKey: 'sandbox-api-key-9c27',
	/** Reads past calls, recordings, agents and widgets; places no calls. */
	accountApiKey: 'sandbox-account-key-e850',
};

export type KeyName = keyof typeof sandboxKeys;

/** A key that came where it does not belong. */
export interface Leak {
	method: string;
	/** Without the query. */
	path: string;
	key: KeyName;
	where: 'url' | 'headers' | 'body';
}

/** Which keys a path takes: the widget's two, the account's, or none. */
export type Audience = 'widget' | 'account' | 'nobody';

/** Below `/ext/` and nevertheless the account's [peer]. */
const accountPathsBelowExt = /^\/api\/v1\/ext\/(calls\/[^/]+\/s2l-tag|set-rating\/[^/]+)$/;

export function audienceOf(path: string): Audience {
	if (accountPathsBelowExt.test(path)) return 'account';
	if (/^\/(api|rest)\/v\d+\/ext\//.test(path)) return 'widget';
	return path.startsWith('/api/') ? 'account' : 'nobody';
}

const keysOf: Record<Audience, KeyName[]> = {
	widget: ['widgetKey', 'apiKey'],
	account: ['accountApiKey'],
	nobody: [],
};

/** A request as it came in, to be searched for keys. */
export interface RawRequest {
	method: string;
	url: string;
	headers: object;
	body: string;
}

/** The keys in a request that its path does not take. */
export function leaksIn({ method, url, headers, body }: RawRequest, audience: Audience): Leak[] {
	const parts = { url, headers: JSON.stringify(headers), body };
	const path = url.split('?')[0]!;
	const foreign = (Object.keys(sandboxKeys) as KeyName[]).filter(
		(key) => !keysOf[audience].includes(key),
	);
	return foreign.flatMap((key) =>
		(Object.keys(parts) as Array<keyof typeof parts>)
			.filter((where) => parts[where].includes(sandboxKeys[key]))
			.map((where) => ({ method, path, key, where })),
	);
}
