import { keysFor } from '../../../nodes/service/endpoints';

test.each([
	['/rest/v1/ext/add_call_api/', 'widget'],
	['/api/v2/ext/get-custom-params', 'widget'],
	['/api/v1/ext/update-widget-settings', 'widget'],
	['/api/v2/calls/payload-data-list', 'account'],
	['/api/v1/agents', 'account'],
	['/api/v1/openapi', 'account'],
	['/api/v1/ext/calls/0123456789abcdef0123456789abcdef/s2l-tag', 'account'],
	['/api/v1/ext/set-rating/0123456789abcdef0123456789abcdef', 'account'],
])('%s takes the keys of the %s', (path, keys) => {
	expect(keysFor(path)).toBe(keys);
});
