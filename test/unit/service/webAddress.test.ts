import { isFetchable, isPublicIp } from '../../../nodes/service/webAddress';

const brightcall = 'https://app.brightcall.ai';
const sandbox = 'http://127.0.0.1:4555';

/** This machine, in every spelling that a URL takes. */
const thisMachine = [
	...['localhost', 'LOCALHOST', '127.0.0.1', '127.1', '127.255.255.254', '2130706433', '0x7f.1'],
	...['0x7f000001', '0177.0.0.1', '１２７.0.0.1', '[::1]', '[0:0:0:0:0:0:0:1]'],
];

const inside = [
	...[...thisMachine, 'localhost.', '127.0.0.1.', 'a.localhost', '0.0.0.0', '0', '10.0.0.1'],
	...['100.64.0.1', '100.100.100.200', '168.63.129.16', '169.254.169.254', '172.16.0.1'],
	...['172.31.255.255', '192.0.0.192', '192.168.1.1', '198.18.0.1', '224.0.0.1'],
	...['255.255.255.255', '[::]', '[::ffff:127.0.0.1]', '[::ffff:7f00:1]', '[::127.0.0.1]'],
	...['[64:ff9b::10.0.0.1]', '[64:ff9b:1::1]', '[2002:7f00:1::]', '[2001:0:7f00:1::]'],
	...['[2001:1ff::1]', '[2001::1]', '[fc00::1]', '[fd00:ec2::254]', '[fe80::1]', '[fec0::1]'],
	...['[ff02::1]', 'postgres', 'metadata.google.internal', 'printer.local', 'nas.home.arpa'],
	...['localhost.localdomain', 'kubernetes.default.svc', 'crm.corp', 'router.lan'],
];

test.each(inside)('%s is inside the network', (host) => {
	expect(isFetchable(`https://${host}/a.wav`, brightcall)).toBe(false);
	expect(isFetchable(`http://${host}/a.wav`, brightcall)).toBe(false);
});

test.each(thisMachine)('%s may be fetched from with a Base URL on this machine', (host) => {
	expect(isFetchable(`http://${host}:4555/a.wav`, sandbox)).toBe(true);
});

test('a Base URL on this machine opens nothing else of the network', () => {
	for (const host of ['10.0.0.1', '0.0.0.0', '[fe80::1]', 'postgres']) {
		expect(isFetchable(`https://${host}/a.wav`, sandbox)).toBe(false);
	}
});

test.each([
	...['app.brightcall.ai', 'storage.example.com', '127.0.0.1.example.com', '8.8.8.8'],
	...['100.128.0.1', '172.32.0.1', '[2606:4700::6810:1]', '[2001:200::1]', '[64:ff9b::8.8.8.8]'],
])('%s is outside', (host) => {
	for (const base of [brightcall, sandbox, '']) {
		expect(isFetchable(`https://${host}/a.wav`, base)).toBe(true);
		for (const address of [`http://${host}/`, `ftp://${host}/`, host, '', 'file:///etc/passwd']) {
			expect(isFetchable(address, base)).toBe(false);
		}
	}
});

test('the host of the Base URL is trusted wherever it is', () => {
	expect(isFetchable('https://10.1.2.3/a.wav', 'https://10.1.2.3/brightcall')).toBe(true);
	expect(isFetchable('https://10.1.2.4/a.wav', 'https://10.1.2.3/brightcall')).toBe(false);
});

test.each([
	['127.0.0.1', false],
	['::1', false],
	['::ffff:10.0.0.1', false],
	['fe80::1%eth0', false],
	['93.184.215.14', true],
	['2606:4700::6810:1', true],
])('%s, as a resolver says it, is public: %j', (ip, isPublic) => {
	expect(isPublicIp(ip)).toBe(isPublic);
});
