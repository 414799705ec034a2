/** Which web addresses are safe to send to and to fetch from. */

/** Whether nobody can read on the way what goes to an address: it is encrypted, or on this machine. */
export function isSafeAddress(text: string): boolean {
	if (!URL.canParse(text)) return false;
	const { protocol } = new URL(text);
	return protocol === 'https:' || (protocol === 'http:' && isThisMachine(text));
}

/**
 * Where a redirect leads, if it may be followed: a safe address, and none on this machine for whoever is not on it.
 *
 * @param location as the header has it
 */
export function redirectTarget(location: string, from: string): string | undefined {
	if (!URL.canParse(location, from)) return undefined;
	const { href } = new URL(location, from);
	return isSafeAddress(href) && (isThisMachine(from) || !isThisMachine(href)) ? href : undefined;
}

const isThisMachine = (address: string): boolean =>
	/^(localhost|127(\.\d+){3}|\[::1\])$/.test(new URL(address).hostname);
