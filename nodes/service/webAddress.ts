/** Which web addresses are safe to send to and to fetch from. */

/** Whether requests to an address cannot be read on the way: they are encrypted, or stay on this machine. */
export function isSafeAddress(text: string): boolean {
	if (!URL.canParse(text)) return false;
	const { protocol, hostname } = new URL(text);
	return protocol === 'https:' || (protocol === 'http:' && isThisMachine(hostname));
}

/**
 * Whether a file may be fetched from an address that a stranger may have chosen: it is safe, and outside n8n's network.
 * The Base URL's own host is trusted; with a Base URL on this machine, all of this machine is.
 *
 * What a name resolves to is checked by `isPublicIp`, when it is known.
 *
 * @param baseUrl of the credential; '' trusts no host
 */
export function isFetchable(text: string, baseUrl: string): boolean {
	if (!isSafeAddress(text)) return false;
	const { hostname } = new URL(text);
	return isTrustedHost(hostname, baseUrl) || isPublicHost(hostname);
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

function isPublicHost(hostname: string): boolean {
	const host = hostname.replace(/\.$/, '');
	if (isIp(host)) return isPublicIp(host);
	// A name without a dot, e.g. of a container, is a name of the own network.
	return host.includes('.') && !insideNames.test(host);
}

/** Ends of names that no public name has, of private networks and clusters. */
const insideNames =
	/\.(localhost|localdomain|local|internal|intranet|private|corp|home|lan|svc|home\.arpa)$/;

/** Whether a host, as `URL` has it, is an IP address. */
export const isIp = (hostname: string): boolean => /^(\d+(\.\d+){3}|\[[\da-f:]+\])$/.test(hostname);

/** Where IPv4 is not public (IANA's registry of special addresses), and Azure's metadata service. */
const insideNetworks: ReadonlyArray<readonly [address: string, prefix: number]> = [
	['0.0.0.0', 8],
	['10.0.0.0', 8],
	['100.64.0.0', 10],
	['127.0.0.0', 8],
	['168.63.129.16', 32],
	['169.254.0.0', 16],
	['172.16.0.0', 12],
	['192.0.0.0', 24],
	['192.168.0.0', 16],
	['198.18.0.0', 15],
	['224.0.0.0', 3],
];

/**
 * Whether an IP address is public: not of this machine, a private or local network, a provider's, or a multicast group.
 *
 * @param ip IPv4 in four parts, or IPv6 in any spelling, with brackets or without
 */
export function isPublicIp(ip: string): boolean {
	if (!ip.includes(':')) return isPublicIpv4(numberOf(ip));
	const address = `http://[${ip.replace(/[[\]]/g, '')}]`;
	if (!URL.canParse(address)) return false;
	const groups = groupsOf(new URL(address).hostname.slice(1, -1));
	const [first = 0, second = 0, ...others] = groups;
	// NAT64 puts IPv4 behind 64:ff9b::/96.
	if (first === 0x64 && second === 0xff9b && others.slice(0, 4).every((group) => group === 0)) {
		return isPublicIpv4((groups[6]! << 16) | groups[7]!);
	}
	// 2001::/23 and 2002::/16 hold tunnels, which carry an IPv4 address of their own.
	const isTunnel = first === 0x2002 || (first === 0x2001 && second < 0x200);
	return first >= 0x2000 && first < 0x4000 && !isTunnel;
}

const isPublicIpv4 = (ip: number): boolean =>
	!insideNetworks.some(([address, prefix]) => (ip ^ numberOf(address)) >>> (32 - prefix) === 0);

const numberOf = (ip: string): number =>
	ip.split('.').reduce((number, part) => (number << 8) | Number(part), 0);

/** The eight groups of an IPv6 address as `URL` writes it. */
function groupsOf(ip: string): number[] {
	const [head = [], tail] = ip.split('::').map((part) => part.split(':').filter(Boolean));
	const zeros = tail ? Array<string>(8 - head.length - tail.length).fill('0') : [];
	return [...head, ...zeros, ...(tail ?? [])].map((group) => parseInt(group, 16));
}
