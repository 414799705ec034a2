/** The credential that an item's call is sent with; its fields may be expressions. */
import type { IExecuteFunctions } from 'n8n-workflow';

import { readCredential, type BrightcallCredential } from '../../../../service/credential';
import { hints } from './hints';
import type { Failed } from './placement';

/** The credential, or why it cannot be used; nothing is thrown. n8n looks it up in its database each time. */
export async function readItemCredential(
	context: IExecuteFunctions,
	itemIndex: number,
): Promise<BrightcallCredential | Failed> {
	try {
		return readCredential(await context.getCredentials('brightcallApi', itemIndex), 'widget');
	} catch (error) {
		return { status: 'invalid', message: (error as Error).message, hint: hints.credential };
	}
}
