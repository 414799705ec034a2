import { credentialFor, type Instance } from '../../scripts/n8n/instance.mts';
import { sandboxKeys } from '../../sandbox/server.mts';
import { takeLeads } from './setup.mts';
import { node } from './workflows.mts';

/** The credential in n8n's own test of it, and in n8n's HTTP Request node. */
export function testCredential(instance: Instance) {
	const tested = async (data: Record<string, string> = {}) =>
		await instance.client.testCredential(
			instance.credential.id,
			credentialFor(instance.sandbox, data),
		);

	test.each<[string, Record<string, string>, RegExp]>([
		['a wrong API key', { apiKey: 'made-up-key' }, /^Brightcall refused the keys/],
		['a wrong widget key', { widgetKey: 'made-up-key' }, /^Brightcall refused the keys/],
		['no https', { baseUrl: 'http://192.0.2.7' }, /^Base URL: expected an https address/],
	])('with %s is wrong', async (_, data, message) => {
		const result = await tested(data);
		expect(result).toMatchObject({ status: 'Error', message: expect.stringMatching(message) });
		expect(JSON.stringify(result)).not.toContain(sandboxKeys.apiKey);
	});

	test('is right when Brightcall lists the parameters, and nothing else does', async () => {
		expect(await tested()).toMatchObject({ status: 'OK' });
		const page = '<html>Welcome</html>';
		const headers = { 'content-type': 'application/json' };
		const answers = [page, '', { success: true }, [{ id: 1 }], 7].map((body) => ({ body }));
		for (const answer of [...answers, { body: page, headers }]) {
			instance.sandbox.scriptRequest = () => ({ status: 200, ...answer });
			const message = expect.stringContaining('Base URL') as string;
			expect([answer, await tested()]).toMatchObject([answer, { status: 'Error', message }]);
		}
	});

	test('with a Base URL that has more than a path sends nothing', async () => {
		for (const ending of ['?', '#', '?key=1', '/#/app']) {
			const message = expect.stringMatching(/^Base URL: expected an https address/) as string;
			const result = await tested({ baseUrl: instance.sandbox.url + ending });
			expect([ending, result]).toMatchObject([ending, { status: 'Error', message }]);
		}
		expect(instance.sandbox.requests).toEqual([]);
	});

	/** One HTTP Request node after the other; resolves to the answer of the last one. */
	async function request(path: string, asked: string[], settings = {}) {
		const nodes = asked.map((each) => {
			const [method, to] = each.split(' ') as [string, string];
			const parameters = {
				method,
				url: instance.sandbox.url + to,
				authentication: 'predefinedCredentialType',
				nodeCredentialType: 'brightcallApi',
				sendBody: to.endsWith('add_call_api/'),
				specifyBody: 'json',
				jsonBody: '{ "lc_number": "+14155550100" }',
				options: {},
			};
			const credentials = { brightcallApi: instance.credential };
			return node(each, 'n8n-nodes-base.httpRequest', 4.2, parameters, {
				credentials,
				...settings,
			});
		});
		return (await (await takeLeads(instance, path, nodes)).post([{}]))[0];
	}

	test('brings each key to the endpoints that take it in the HTTP Request node', async () => {
		const id = instance.sandbox.seedCalls({ count: 1 })[0]!.body.call_id;
		const asked = [
			'GET /api/v1/agents',
			'GET /api/v1/widgets',
			`GET /api/v1/calls/details/${id}`,
			`GET /api/v1/ext/set-rating/${id}`,
			`POST /api/v1/ext/calls/${id}/s2l-tag`,
			'POST /rest/v1/ext/add_call_api/',
		];
		expect(await request('endpoints', asked)).toMatchObject({ success: true });
		expect(instance.sandbox.requests).toHaveLength(asked.length - 1);
		expect(instance.sandbox.placed).toHaveLength(1);
		expect(instance.sandbox.leaks).toEqual([]);
	});

	test.each([301, 302, 303, 307, 308])('takes the keys nowhere else with a %i', async (status) => {
		const { sandbox } = instance;
		const { storage } = sandbox;
		const location = `${storage.url}/rest/v1/ext/add_call_api/`;
		sandbox.script = sandbox.scriptRequest = () => ({ status, headers: { location } });
		const asked = ['POST /rest/v1/ext/add_call_api/', 'GET /api/v1/agents'];
		await request(`redirect-${status}`, asked, { onError: 'continueRegularOutput' });
		expect(sandbox.received).toHaveLength(1);
		expect(sandbox.requests).toHaveLength(1);
		expect(storage.requests).toEqual([]);
	});
}
