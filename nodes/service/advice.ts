/** Advice for the user that more than one file gives. */

/** The vendor calls mixing up the two API keys a common mistake [doc]. */
export const whichKeys =
	"It needs the widget's key and the same widget's API key. The account's API key cannot place calls.";

export const checkKeys = `Check the Brightcall credential. ${whichKeys}`;

export const checkAccountKey =
	"Check the Account API Key in the Brightcall credential. You find it in Brightcall under General Settings. The widget's keys do not work here.";

export const checkCallList =
	"Look for the lead in Brightcall's call list before you call again. The node does not send the call again, so that nobody is called twice.";

export const checkBaseUrl =
	'Check the Base URL in the Brightcall credential: Brightcall does not answer there.';

export const checkNetwork =
	'Check the Base URL in the Brightcall credential and the network of the machine that runs n8n.';

export const checkProxy =
	'Check the proxy that n8n uses (HTTPS_PROXY): its address, its user name and password, and whether it lets n8n reach the Base URL in the Brightcall credential.';
