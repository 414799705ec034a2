/** Which web addresses are safe to send to and to fetch from. */

/** Whether requests to an address cannot be read on the way: they are encrypted, or stay on this machine. */
export function isSafeAddress(text: string): boolean {
	if (!URL.canParse(text)) return false;
	const { protocol, hostname } = new URL(text);
	return protocol === 'https:' || (protocol === 'http:' && isThisMachine(hostname));
}

/** Whether an address of a stranger is safe, and outside n8n's network by its name, or on the Base URL's host ('': none). */
export function isFetchable(text: string, baseUrl: string): boolean {
	if (!isSafeAddress(text)) return false;
	const { hostname } = new URL(text);
	return isTrustedHost(hostname, baseUrl) || isPublicHost(hostname.replace(/\.$/, ''));
}

/** Whether a host is the Base URL's own, or both are on this machine. */
export function isTrustedHost(hostname: string, baseUrl: string): boolean {
	if (!URL.canParse(baseUrl)) return false;
	const base = new URL(baseUrl).hostname;
	return hostname === base || (isThisMachine(hostname) && isThisMachine(base));
}

/** @param hostname as `URL` has it, which writes 127.1, 0x7f000001 and 2130706433 as 127.0.0.1 */
const isThisMachine = (hostname: string): boolean =>
	/^(localhost|127(\.\d+){3}|\[::1\])$/.test(hostname);

/** A name without a dot, e.g. of a container, is a name of the own network. */
const isPublicHost = (host: string): boolean =>
	isIp(host) ? isPublicIp(host) : host.includes('.') && !insideNames.test(host);

/** Ends of names that no public name has, of private networks and clusters. */
const insideNames =
	/\.(localhost|localdomain|local|internal|intranet|private|corp|home|lan|svc|home\.arpa)$/;

export const isIp = (hostname: string): boolean => /^(\d+(\.\d+){3}|\[[\da-f:]+\])$/.test(hostname);

/** Where IPv4 is not public (IANA's registry of special addresses), and Azure's metadata service. */
const insideNetworks = [
	...['0.0.0.0/8', '10.0.0.0/8', '100.64.0.0/10', '127.0.0.0/8', '168.63.129.16/32'],
	...['169.254.0.0/16', '172.16.0.0/12', '192.0.0.0/24', '192.168.0.0/16', '198.18.0.0/15'],
	'224.0.0.0/3',
];

/** NAT64 has IPv4 in the last two groups [RFC 6052]. */
const nat64 = /^64:ff9b::([\da-f]+):([\da-f]+)$/;

/** 2001::/23 and 2002::/16 are tunnels, which carry an IPv4 address of their own. */
const tunnel = /^(2002:|2001:(:|1?[\da-f]{1,2}:))/;

/** @param ip IPv4 in four parts, or IPv6 in any spelling, with brackets or without */
export function isPublicIp(ip: string): boolean {
	if (!ip.includes(':')) return isPublicIpv4(ip);
	const address = `http://[${ip.replace(/[[\]]/g, '')}]`;
	if (!URL.canParse(address)) return false;
	const groups = new URL(address).hostname.slice(1, -1);
	const [, high, low] = nat64.exec(groups) ?? [];
	if (high && low) return isPublicIp(new URL(`http://0x${high}${low.padStart(4, '0')}`).hostname);
	return /^[23][\da-f]{3}:/.test(groups) && !tunnel.test(groups);
}

const isPublicIpv4 = (ip: string): boolean =>
	!insideNetworks.some((network) => {
		const [address = '', prefix] = network.split('/');
		return (numberOf(ip) ^ numberOf(address)) >>> (32 - Number(prefix)) === 0;
	});

const numberOf = (ip: string): number =>
	ip.split('.').reduce((number, part) => (number << 8) | Number(part), 0);
