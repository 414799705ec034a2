/** The credential that an item's call is sent with; its fields may be expressions. */
import type { IExecuteFunctions } from 'n8n-workflow';

import { readCredential, type BrightcallCredential } from '../../../../service/credential';
import { addCall } from '../../../../service/endpoints';
import { hints } from './hints';
import type { Failed } from './placement';

/** The credential, or why it cannot be used. */
export type ItemCredential =
	| { credential: BrightcallCredential; failed?: undefined }
	| { credential?: undefined; failed: Failed };

/** Reads and checks it; nothing is thrown. n8n looks it up in its database each time. */
export async function readItemCredential(
	context: IExecuteFunctions,
	itemIndex: number,
): Promise<ItemCredential> {
	try {
		const data = await context.getCredentials('brightcallApi', itemIndex);
		return { credential: readCredential(data, addCall.keys) };
	} catch (error) {
		return {
			failed: {
				status: 'invalid',
				message: (error as Error).message,
				hint: hints.credential,
			},
		};
	}
}
