/** Every hint: what the user can do about a lead that was not called, or may have been. */
import * as advice from '../../../../service/advice';
import { wordsIn } from '../../../../service/http/answer';
import type { HttpAnswer } from '../../../../service/http/transport';
import type { Lead } from '../lead/lead';

/** The hints that do not depend on the lead or the answer. */
export const hints = {
	invalid: 'The lead was not called. Correct the value in the form or in your data.',
	credential:
		'The lead was not called. Check the Brightcall credential, and run the workflow again.',
	notStarted: 'Run the workflow again for the leads that were not called.',
	tooMany: "Run the workflow again later, or spread the calls with 'When to Call' > After a Delay.",
	unreachable: advice.checkNetwork,
	proxy: advice.checkProxy,
	repeat:
		"Brightcall blocked a repeated request: the lead was probably called before. See Brightcall's call list.",
	unknown: advice.checkCallList,
	notBrightcall: `${advice.checkBaseUrl} ${advice.checkCallList}`,
	/** Once ever: the result of an earlier call is unknown. */
	doubtful:
		"Look for the lead in Brightcall's call list. If it was not called, set Options > 'If It May Have Been Called' to 'Call Again' and run the workflow again.",
	storeOutOfReach:
		"Save the workflow if it was never saved, check n8n's database, and run the workflow again.",
	staysDoubtful:
		"While 'Skip Already Called' is on, 'If It May Have Been Called' decides what later executions do with the lead.",
	notReleased:
		"n8n's list of called leads could not be changed: while 'Skip Already Called' is on, the lead counts as one that may have been called.",
};

const tooLong =
	"The request is too long. Shorten the lead's message and the custom parameters, and set Options > 'Request Method' to POST.";

const hintsByStatus: Partial<Record<number, string>> = {
	401: advice.checkKeys,
	403: advice.checkKeys,
	404: advice.checkBaseUrl,
	407: advice.checkProxy,
	413: tooLong,
	414: tooLong,
	422: 'Brightcall does not accept one of the values. Its message names the parameter.',
	431: tooLong,
};

/** The hint for a refused call: by the HTTP status or the answer's words; else what was sent, and what to check. */
export function hintFor(
	{ statusCode, body }: HttpAnswer,
	{ phoneNumber, country }: Pick<Lead, 'phoneNumber' | 'country'>,
): string {
	if (statusCode === 403 && body.kind === 'page')
		return 'A firewall between n8n and Brightcall blocked the request and answered with a web page. Ask whoever runs the network of n8n, or Brightcall, to let it through, and check the Base URL in the Brightcall credential.';
	if (statusCode >= 300 && statusCode < 400)
		return 'Check the Base URL in the Brightcall credential: Brightcall answers there with a redirect, which the node does not follow.';
	const byStatus = hintsByStatus[statusCode];
	if (byStatus) return byStatus;
	if (/\bkeys?\b|api_?key|auth/i.test(wordsIn(body))) return advice.checkKeys;
	const withCountry = country ? `'Country' as ${country}` : "without a 'Country'";
	return `The node sent 'Lead Phone Number' as ${phoneNumber}, ${withCountry}. Check both. In Brightcall, check that the widget is switched on and open at this hour, its limit of calls per hour, its blacklist, and the account's status and payment.`;
}
