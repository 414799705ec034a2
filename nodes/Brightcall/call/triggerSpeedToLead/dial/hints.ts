/** Every hint: what the user can do about a lead that was not called, or may have been. */
import { checkBaseUrl, checkCallList, checkKeys, checkNetwork } from '../../../../service/advice';
import type { Lead } from '../lead/lead';

/** The hints that depend on nothing but what happened. */
export const hints = {
	invalid: 'The lead was not called. Correct the value, or where it comes from.',
	credential:
		'The lead was not called. Check the Brightcall credential, and run the workflow again.',
	notStarted: 'Run the workflow again for the leads that were not called.',
	tooMany: 'Run the workflow again later, or space the calls with When to Call > After a Delay.',
	unreachable: checkNetwork,
	unknown: checkCallList,
	notBrightcall: `${checkBaseUrl} ${checkCallList}`,
	/** Once ever: an earlier call whose end nobody knows. */
	doubtful:
		"Look for the lead in Brightcall's call list. If it was not called, set Options > 'If It May Have Been Called' to 'Call Again' and run the workflow again.",
	storeOutOfReach:
		"Save the workflow if it was never saved, check n8n's database, and run the workflow again.",
	staysDoubtful:
		"While 'Skip Already Called' is on, 'If It May Have Been Called' decides what happens to the lead from now on.",
	notReleased:
		"n8n's list of called leads could not be changed: while 'Skip Already Called' is on, the lead counts as one that may have been called.",
};

/** An answer, as far as the hint depends on it. */
export interface Refusal {
	httpCode: number;
	/** The service's own words, '' when there are none. */
	said: string;
	/** Whether a web page came instead of Brightcall's answer. */
	isPage: boolean;
	lead: SentLead;
}

/** What of the lead the hints name. */
export type SentLead = Pick<Lead, 'phoneNumber' | 'country'>;

/** The first cause that fits; the service's own words say more than the status. */
export function hintFor(refusal: Refusal): string {
	const { lead } = refusal;
	return causeOf(refusal)?.hint(lead) ?? `${sentAs(lead)}. ${checkWidget}`;
}

/** Whether Brightcall turned the request away because it takes it for a repeated one: then the lead was called before. */
export function isRepeat({ httpCode, said, isPage }: Refusal): boolean {
	const mayBe = (httpCode < 300 || [400, 409, 422].includes(httpCode)) && !isPage;
	return mayBe && repeatedCall.test(said) && !anotherCause.test(said);
}

/** In what words Brightcall says it is not documented [guess]: narrow, because such a lead comes out as no error. */
const repeatedCall =
	/^\W*(duplicated?|repeated)\W*$|\b(duplicated?|repeated|repeat) (call|lead|phone|number|request)\b|\b(call|lead|number|request) (is |was )?(a )?(duplicated?|repeated|already (called|requested|exists))\b/i;
const anotherCause = /wrong|invalid|\bkey\b|auth|agent|param|country/i;

const causeOf = (refusal: Refusal) =>
	causes.find(({ words, fits }) => words?.test(refusal.said) || fits?.(refusal));

interface Cause {
	/** In the service's message. */
	words?: RegExp;
	fits?: (refusal: Refusal) => boolean;
	hint: (lead: SentLead) => string;
}

const sentAs = ({ phoneNumber, country }: SentLead) =>
	`Lead Phone Number was sent as ${phoneNumber}, ${country ? `Country as ${country}` : 'Country was not set'}`;

const checkWidget =
	'Check in Brightcall that the widget is switched on and the number is not on its blacklist.';

/** What Brightcall answers then is not documented [guess]. */
const repeat: Cause = {
	words: /\b(duplicated?|duplicates|repeat(ed)?)\b/i,
	fits: ({ httpCode }) => httpCode === 409,
	hint: () =>
		'Brightcall blocked a repeated request: the lead was probably rung before. See its call list.',
};

const causes: Cause[] = [
	{
		fits: ({ httpCode }) => httpCode === 499,
		hint: () =>
			`A gateway on the way gave up waiting for Brightcall, which may have got the request. ${checkCallList}`,
	},
	{ fits: ({ httpCode }) => httpCode >= 500 || httpCode === 408, hint: () => checkCallList },
	{
		fits: ({ httpCode, isPage }) => httpCode === 403 && isPage,
		hint: () =>
			'A firewall on the way turned the request away, not Brightcall: it answered with a web page. Ask who runs the network of n8n, or Brightcall, to let it through, and check the Base URL in the Brightcall credential.',
	},
	{
		words: /\b(working|business|office|opening) (hours|time)|outside (of )?hours\b/i,
		hint: () =>
			"It is outside the widget's working hours. Change them in Brightcall, or choose When to Call > At a Time.",
	},
	{
		words:
			/\b(hourly|per hour|rate|calls?|requests?) limit|limit\b.*\b(per hour|reached|exceeded)|too many\b/i,
		hint: () =>
			'The limit of calls per hour is reached. Raise it in the widget in Brightcall, or space the calls with When to Call > After a Delay.',
	},
	{
		words:
			/\baccount\b.*\b(blocked|suspended|disabled|inactive|closed)|\b(blocked|suspended) account|\b(balance|payment|subscription)\b/i,
		hint: () =>
			"Brightcall does not place calls for this account at present. See the account's status and payment in Brightcall, or ask its support.",
	},
	{
		words: /\bblack ?-?list(ed)?\b|\bblock ?-?list(ed)?\b|\bdo not call\b/i,
		hint: ({ phoneNumber }) =>
			`${phoneNumber} is on the widget's blacklist. If it should be called, take it off the list in Brightcall.`,
	},
	{
		words: /\bwidget\b.*\b(off|disabled|inactive|not active|paused)\b/i,
		hint: () => 'Switch the widget on in Brightcall: Speed To Lead, Widgets.',
	},
	repeat,
	{ fits: ({ httpCode }) => httpCode === 401 || httpCode === 403, hint: () => checkKeys },
	{
		fits: ({ httpCode }) => httpCode === 422,
		hint: () => 'Brightcall does not take one of the values. Its message names the parameter.',
	},
	{ words: /wrong number|phone/i, hint: (lead) => `${sentAs(lead)}. Check both.` },
	{
		words: /country/i,
		hint: (lead) => `${sentAs(lead)}. Choose the country the number belongs to.`,
	},
	{ words: /key|widget|auth/i, hint: () => checkKeys },
	{
		fits: ({ httpCode }) => httpCode === 404 || (httpCode >= 300 && httpCode < 400),
		hint: () =>
			'Check the Base URL in the Brightcall credential: calls are not placed at this address, and redirects are not followed.',
	},
];
