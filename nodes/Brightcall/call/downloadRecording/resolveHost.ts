/** Looks up the host of an address before anything is fetched there, so that no name leads inside n8n's network. */
import type { IExecuteFunctions } from 'n8n-workflow';

import { isIp, isPublicIp, isTrustedHost } from '../../../service/webAddress';

/**
 * n8n's own filter of outgoing requests, since one of its versions 2, looks a name up and refuses private addresses. What
 * it lets pass is checked once more: it knows neither `::` nor carrier-grade NAT.
 *
 * The caller connects to the returned address and to no other: a name may mean another one a moment later.
 *
 * @param baseUrl of the credential, whose host is trusted
 * @returns the IP address to connect to; undefined to leave it to n8n: for a trusted host, for a host that is an IP
 *   address (see `isFetchable`), and where n8n has no such filter
 * @throws what the lookup failed with; an error with the code `SSRF_BLOCKED` for a name that leads inside
 */
export async function resolveHost(
	context: IExecuteFunctions,
	address: string,
	baseUrl: string,
): Promise<string | undefined> {
	const { hostname } = new URL(address);
	const { helpers } = context as { helpers: Partial<IExecuteFunctions['helpers']> };
	if (isIp(hostname) || isTrustedHost(hostname, baseUrl)) return undefined;
	const filter = helpers.getSecureEgressFilter?.('enforced');
	if (!filter) return undefined;
	const lookup = filter.createSecureLookup();
	const found = await new Promise<Array<{ address: string; family: number }>>((resolve, reject) => {
		lookup(hostname, { all: true }, (error, addresses) => {
			if (error) reject(error);
			else resolve([addresses].flat() as Array<{ address: string; family: number }>);
		});
	});
	if (!found.every((one) => isPublicIp(one.address))) {
		throw Object.assign(new Error('inside the network'), { code: 'SSRF_BLOCKED' });
	}
	// Not every machine has a way out by IPv6.
	return (found.find(({ family }) => family === 4) ?? found[0])?.address;
}
