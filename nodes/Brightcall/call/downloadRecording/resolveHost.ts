/** Looks up the host of an address before anything is fetched there, so that no name leads inside n8n's network. */
import type { IExecuteFunctions } from 'n8n-workflow';

import { isIp, isPublicIp, isTrustedHost } from '../../../service/webAddress';

/**
 * n8n's own filter of outgoing requests, since one of its versions 2, looks a name up and refuses private addresses. What
 * it lets pass is checked once more: it knows neither `::` nor carrier-grade NAT.
 *
 * @returns the IP address to connect to, since a name may mean another one a moment later; undefined to leave it to n8n:
 *   for a trusted host, an IP address (see `isFetchable`), and where n8n has no such filter
 * @throws what the lookup failed with; `SSRF_BLOCKED` for a name that leads inside
 */
export async function resolveHost(
	context: IExecuteFunctions,
	address: string,
	baseUrl: string,
): Promise<string | undefined> {
	const { hostname } = new URL(address);
	const helpers: Partial<IExecuteFunctions['helpers']> = context.helpers;
	const filter = helpers.getSecureEgressFilter?.('enforced');
	if (!filter || isIp(hostname) || isTrustedHost(hostname, baseUrl)) return undefined;
	const found = await new Promise<Found[]>((resolve, reject) => {
		filter.createSecureLookup()(hostname, { all: true }, (error, addresses) => {
			if (error) reject(error);
			else resolve(addresses as Found[]);
		});
	});
	if (!found.every((one) => isPublicIp(one.address))) {
		throw Object.assign(new Error('inside the network'), { code: 'SSRF_BLOCKED' });
	}
	// Not every machine has a way out by IPv6.
	return (found.find(({ family }) => family === 4) ?? found[0])?.address;
}

interface Found {
	address: string;
	family: number;
}
