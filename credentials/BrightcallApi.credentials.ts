import type {
	ICredentialDataDecryptedObject,
	ICredentialTestRequest,
	ICredentialType,
	IDataObject,
	IHttpRequestOptions,
	INodeProperties,
} from 'n8n-workflow';

import { whichKeys } from '../nodes/service/advice';
import { defaultBaseUrl, readCredential, servicePathOf } from '../nodes/service/credential';
import { getCustomParameters, keysFor, updateWidgetSettings } from '../nodes/service/endpoints';

const keysRefused = `Brightcall refused the keys. ${whichKeys}`;

const notBrightcall = `Brightcall does not answer at this Base URL. Leave ${defaultBaseUrl}, unless Brightcall gave you another address.`;

/** Answers with a good status that refuse the keys. n8n compares them letter by letter. */
const refusals = [
	...[false, 'false', 'False', 'FALSE', 0, '0', 'no', 'No', null].map((value) => [
		'success',
		value,
	]),
	...['Unauthorized', 'Unauthenticated', 'Forbidden', 'Access denied', 'Invalid API key']
		.flatMap((words) => [words, `${words}.`, words.toLowerCase(), words.toUpperCase()])
		.flatMap((words) => ['message', 'error'].map((key) => [key, words])),
];

const bodyRule = (properties: object) => ({ type: 'responseSuccessBody', properties });
const statusRule = (properties: object) => ({ type: 'responseCode', properties });

export class BrightcallApi implements ICredentialType {
	name = 'brightcallApi';

	displayName = 'Brightcall API';

	icon = {
		light: 'file:../icons/brightcall.svg',
		dark: 'file:../icons/brightcall.dark.svg',
	} as const;

	documentationUrl = 'https://github.com/n8n-nodes-brightcall/n8n-nodes-brightcall#the-keys';

	properties: INodeProperties[] = [
		{
			displayName: 'Widget Key',
			name: 'widgetKey',
			type: 'string',
			typeOptions: { password: true },
			required: true,
			default: '',
			hint: 'In Brightcall: Speed To Lead, Widgets, your widget, Main',
			description: 'Decides which widget makes the call, with its agents and working hours',
		},
		{
			displayName: 'Widget API Key',
			name: 'apiKey',
			type: 'string',
			typeOptions: { password: true },
			required: true,
			default: '',
			hint: 'In Brightcall: the same widget, Integrations. Generate it there if it is empty.',
			description: "The widget's API key. The account's API key cannot place calls.",
		},
		{
			displayName: 'Account API Key',
			name: 'accountApiKey',
			type: 'string',
			typeOptions: { password: true },
			default: '',
			hint: 'Optional. In Brightcall: General Settings',
			description:
				"The account's API key, for reading past calls, recordings and agents. Placing calls does not need it.",
		},
		{
			displayName: 'Base URL',
			name: 'baseUrl',
			type: 'string',
			default: defaultBaseUrl,
			description: 'Leave it as it is, unless Brightcall gave you another address',
		},
	];

	/** Adds the keys that a path takes. @throws Error when they would go elsewhere, one is missing, or the body has no place */
	async authenticate(
		data: ICredentialDataDecryptedObject,
		options: IHttpRequestOptions,
	): Promise<IHttpRequestOptions> {
		const { url, uri, baseURL } = options as IHttpRequestOptions & { uri?: string };
		const address = url || uri || '';
		const isWhole = URL.canParse(address) || address.startsWith('//');
		const target = isWhole ? address : `${baseURL ?? ''}${address}`;
		// A redirect would send the keys to another address. n8n sends in two ways, with different option names.
		const noRedirect = { followRedirect: false, followAllRedirects: false };
		const once = { ...options, ...noRedirect, disableFollowRedirect: true };
		const path = servicePathOf(target, readCredential(data).baseUrl);
		const needed = keysFor(path);
		const credential = readCredential(data, needed);
		if (needed === 'account') {
			return { ...once, headers: { ...options.headers, 'api-key': credential.accountApiKey } };
		}
		const keys = { widget_key: credential.widgetKey, api_key: credential.apiKey };
		const withQuery = { ...once, qs: { ...options.qs, ...keys } };
		if ((options.method ?? 'GET') === 'GET') return withQuery;
		const body = options.body ?? {};
		if (Object.prototype.toString.call(body) !== '[object Object]') {
			throw new Error("Brightcall's keys go into a JSON body: set 'Body Content Type' to JSON");
		}
		// Where this path looks for its keys is a [guess].
		const request = path === updateWidgetSettings ? withQuery : once;
		return { ...request, body: { ...(body as IDataObject), ...keys } };
	}

	/** Reads the widget's parameters: this needs both keys and calls nobody. */
	test: ICredentialTestRequest = {
		request: { baseURL: '={{ $credentials.baseUrl.trim() }}', url: getCustomParameters },
		// n8n accepts rules of both kinds together, but its type allows only one kind.
		rules: [
			...refusals.map(([key, value]) => bodyRule({ key, value, message: keysRefused })),
			// A web page or another service has no such list. Brightcall has it under two names [schema]; a rule checks only one.
			bodyRule({ key: 'custom_params.length', value: undefined, message: notBrightcall }),
			statusRule({ value: 401, message: keysRefused }),
			statusRule({ value: 403, message: keysRefused }),
			statusRule({ value: 404, message: notBrightcall }),
		] as ICredentialTestRequest['rules'],
	};
}
