import { isSafeAddress, redirectTarget } from '../../../nodes/service/webAddress';

test.each([
	['https://app.brightcall.ai/x', true],
	['https://192.0.2.7/', true],
	['http://localhost:4555/x', true],
	['http://127.0.0.1/x', true],
	['http://[::1]:80/', true],
	['http://app.brightcall.ai/', false],
	['http://127.0.0.1.example.com/', false],
	['http://localhost.example.com/', false],
	['ftp://localhost/', false],
	['file:///etc/passwd', false],
	['javascript:alert(1)', false],
	['app.brightcall.ai', false],
	['', false],
])('%s is safe: %j', (address, isSafe) => {
	expect(isSafeAddress(address)).toBe(isSafe);
});

test.each([
	['/b', 'https://example.com/a', 'https://example.com/b'],
	['//storage.example.com/b', 'https://example.com/a', 'https://storage.example.com/b'],
	[
		'https://storage.example.com/b?c=d',
		'https://example.com/a',
		'https://storage.example.com/b?c=d',
	],
	['http://storage.example.com/b', 'https://example.com/a', undefined],
	['http://127.0.0.1:5678/rest', 'https://example.com/a', undefined],
	['https://localhost/', 'https://example.com/a', undefined],
	['http://localhost:2/b', 'http://127.0.0.1:1/a', 'http://localhost:2/b'],
	['https://example.com/b', 'http://127.0.0.1:1/a', 'https://example.com/b'],
	['http://example.com/b', 'http://127.0.0.1:1/a', undefined],
	['https://', 'https://example.com/a', undefined],
	['file:///etc/passwd', 'https://example.com/a', undefined],
])('to %s from %s: %s', (location, from, target) => {
	expect(redirectTarget(location, from)).toBe(target);
});
