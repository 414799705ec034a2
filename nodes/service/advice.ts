/** What a user is told to do, where more than one place gives the same advice. */

/** The vendor calls mixing up the two API keys a common mistake [doc]. */
export const whichKeys =
	"It needs the widget's key and the same widget's API key. The account's API key does not place calls.";

export const checkKeys = `Check the Brightcall credential. ${whichKeys}`;

export const checkAccountKey =
	"Check the Account API Key in the Brightcall credential. It is the account's, from General Settings in Brightcall; the widget's keys do not read.";

export const checkCallList =
	"Look for the lead in Brightcall's call list before you call again. It is not sent again by itself, so that nobody is rung twice.";

export const checkBaseUrl =
	'Check the Base URL in the Brightcall credential: Brightcall does not answer there.';

export const checkNetwork =
	'Check the Base URL in the Brightcall credential and the network of the machine that runs n8n.';
