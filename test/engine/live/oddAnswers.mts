const addCall = 'POST /rest/v1/ext/add_call_api/';

/** What a live service may answer that nobody expects: to which fact, and what is found. */
export const odd: Array<[differs: string, answers: Record<string, object>]> = [
	[
		'call: Its answer has `success: true`',
		{ [addCall]: { ok: { status: 202, body: { result: 'queued', call_id: 'a1b2c3d4e5f60718' } } } },
	],
	[
		'delay: A call with `delay_sec` is taken',
		{
			[addCall]: {
				delayed: {
					status: 422,
					body: { message: 'Input Body validation failed: delay_sec: Invalid input' },
				},
			},
		},
	],
	[
		'at-time: A call with `future_unixstamp` is taken',
		{
			[addCall]: {
				atTime: { status: 200, body: { success: false, message: 'outside working hours' } },
			},
		},
	],
	[
		'agent: A call with `lc_param_agent01…` is taken',
		{
			[addCall]: {
				withAgents: { status: 400, body: { errors: { lc_param_agent01phone: ['invalid'] } } },
			},
		},
	],
	['get: A call by GET is taken', { 'GET /rest/v1/ext/add_call_api/': { status: 405, body: '' } }],
	[
		'repeat: The node sees that it was a repeat',
		{ [addCall]: { repeated: { status: 200, body: { success: false, message: 'Please wait' } } } },
	],
	[
		'wrong-keys-call: A call with wrong keys is refused',
		{ [addCall]: { wrongKeys: { status: 200, body: { status: 'accepted' } } } },
	],
	[
		'wrong-number: The refusal says "wrong number"',
		{ [addCall]: { wrongNumber: { status: 400, body: { message: 'Phone is not valid' } } } },
	],
	[
		'wrong-country: A country that is none is refused',
		{ [addCall]: { wrongCountry: { status: 200, body: { success: true } } } },
	],
	[
		'parameters: Parameters are named `lc_param_…`',
		{
			'GET /api/v2/ext/get-custom-params': {
				ok: { status: 200, body: { success: true, customParams: [{ id: 'company' }] } },
			},
		},
	],
	[
		"parameters: The credential's test takes right keys",
		{
			'GET /api/v2/ext/get-custom-params': { ok: { status: 404, body: '<html>Not found</html>' } },
		},
	],
	[
		"wrong-key: The credential's test refuses a wrong key",
		{
			'GET /api/v2/ext/get-custom-params': {
				wrongKeys: { status: 200, body: { success: true, customParams: [] } },
			},
		},
	],
	[
		'past-calls: Past calls come as `endCallPayloadList`',
		{ 'GET /api/v2/calls/payload-data-list': { ok: { status: 200, body: { data: [] } } } },
	],
	[
		'past-calls: Past calls have an id, status, time and number',
		{
			'GET /api/v2/calls/payload-data-list': {
				ok: {
					status: 200,
					body: { endCallPayloadList: [{ call_id: 'c1', call_status: 'answered', lead: {} }] },
				},
			},
		},
	],
	[
		"past-calls: Past calls have the lead's number without +",
		{
			'GET /api/v2/calls/payload-data-list': {
				ok: {
					status: 200,
					body: { endCallPayloadList: [{ call_id: 'c1', lead: { lead_phone: '+14155550101' } }] },
				},
			},
		},
	],
	[
		'next-page: The second page holds other calls',
		{ 'GET /api/v2/calls/payload-data-list': { nextPage: { status: 500, body: 'oops' } } },
	],
	[
		'search: The search finds a call by its id',
		{
			'GET /api/v2/calls/payload-data-list': {
				bySearch: { status: 200, body: { endCallPayloadList: [] } },
			},
		},
	],
	[
		'call-in-list: The call is listed, found by its number',
		{
			'GET /api/v2/calls/payload-data-list': {
				byNumber: { status: 200, body: { endCallPayloadList: [] } },
			},
		},
	],
	[
		'call-in-list: `api_source` comes back as `api init (n8n)`',
		{
			'GET /api/v2/calls/payload-data-list': {
				byNumber: {
					status: 200,
					body: {
						endCallPayloadList: [
							{
								lead: {
									source: 'n8n',
									custom_params: {
										lc_param_live_check: 'n8n-live-check',
										lc_param_name: 'Live check',
									},
								},
							},
						],
					},
				},
			},
		},
	],
	[
		"wrong-account-key: The node then names the account's key",
		{
			'GET /api/v2/calls/payload-data-list': {
				wrongKeys: { status: 200, body: { success: true, endCallPayloadList: [] } },
			},
		},
	],
	[
		'one-call: One call comes as it stands in the list',
		{
			'GET /api/v1/calls/payload-end-call-webhook-by-call-id/{callId}': {
				status: 404,
				body: { message: 'Not found' },
			},
		},
	],
	[
		'agents: Agents come as a list, `agents` or `data`',
		{ 'GET /api/v1/agents': { status: 200, body: { items: [{ id: 1 }] } } },
	],
	[
		'agents: Agents have an id, a name and a phone',
		{ 'GET /api/v1/agents': { status: 200, body: [{ id: 1, name: 'Anna Williams' }] } },
	],
	[
		'widgets: The widget is listed, by its `widget_key`',
		{ 'GET /api/v1/widgets': { status: 200, body: { widgets: [{ id: 1, key: 'other' }] } } },
	],
	[
		'widget: Its settings hold the URL for events, `apiUrl`',
		{
			'GET /api/v1/widgets/{id}': {
				status: 200,
				body: { settings: { webhook: 'https://a.example.com' } },
			},
		},
	],
	[
		'widget-url: The URL for events can be set',
		{ 'POST /api/v1/ext/update-widget-settings': { status: 403, body: { message: 'Forbidden' } } },
	],
	[
		'parameters: Parameters come with `success: true`',
		{ 'GET /api/v2/ext/get-custom-params': { ok: { status: 200, body: { parameters: [] } } } },
	],
	[
		'wrong-keys-call: The node then says to check the keys',
		{ [addCall]: { wrongKeys: { status: 422, body: { message: 'Something is invalid' } } } },
	],
	[
		'wrong-number: A number that is too short is refused',
		{ [addCall]: { wrongNumber: { status: 200, body: 'OK' } } },
	],
	[
		'wrong-country: The refusal says "wrong country"',
		{ [addCall]: { wrongCountry: { status: 400, body: { message: 'Unsupported region' } } } },
	],
	['call: A call is taken', { [addCall]: { ok: { status: 302, headers: {}, body: '' } } }],
	[
		'repeat: A repeated request is refused',
		{ [addCall]: { repeated: { status: 200, body: { success: true } } } },
	],
	[
		"call-in-list: The lead's name comes back as sent",
		{
			'GET /api/v2/calls/payload-data-list': {
				byNumber: {
					status: 200,
					body: [{ lead: { custom_params: { lc_param_live_check: 'n8n-live-check' } } }],
				},
			},
		},
	],
	[
		'past-calls: The newest call comes first',
		{
			'GET /api/v2/calls/payload-data-list': {
				ok: {
					status: 200,
					body: {
						endCallPayloadList: [
							{ call_id: 'c1', time_started_iso_string: '2026-11-23T10:00:00.000Z' },
							{ call_id: 'c2', time_started_iso_string: '2026-11-24T10:00:00.000Z' },
						],
					},
				},
			},
		},
	],
	[
		'answered-calls: The status filters the list',
		{
			'GET /api/v2/calls/payload-data-list': {
				byStatus: {
					status: 200,
					body: { endCallPayloadList: [{ call_id: 'c1', call_status: 'missed' }] },
				},
			},
		},
	],
];
