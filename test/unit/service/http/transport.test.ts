import { readRetryAfter } from '../../../../nodes/service/http/transport';

test.each([
	['', undefined],
	['7', 7],
	['0', 0],
	['Tue, 01 Jan 2030 00:00:09 GMT', 9],
	['Mon, 31 Dec 2029 00:00:00 GMT', 0],
	['soon', undefined],
])('Retry-After %j', (header, seconds) => {
	expect(readRetryAfter(header, Date.UTC(2030, 0, 1))).toBe(seconds);
});
