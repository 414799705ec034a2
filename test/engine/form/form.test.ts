import { useBench } from '../setup.mts';

const bench = useBench();
const people = [
	{
		phone: '020 7946 0018',
		country: 'gb',
		name: 'Ann',
		second: '020 7946 0019',
		owner: { name: 'Bo', phone: '020 7946 0020' },
	},
	{
		phone: 14155550123,
		country: 'USA',
		name: null,
		second: 4155550124,
		owner: { name: 'Cy', phone: '415 555 0125' },
	},
];

test('two leads with nothing but a number', async () => {
	const { main } = await bench.run([{ phone: '+44 20 7946 0018' }, { phone: '+1 415 555 0123' }]);
	expect(bench.sandbox.received).toEqual([
		{ lc_number: '+442079460018', api_source: 'n8n' },
		{ lc_number: '+14155550123', api_source: 'n8n' },
	]);
	expect(main).toEqual([
		{
			json: {
				success: true,
				phoneNumber: '+442079460018',
				calledAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/),
				request: { lc_number: '+442079460018', api_source: 'n8n' },
				response: {
					success: true,
					phone_number: '+442079460018',
					message: 'Call request accepted',
				},
			},
			pairedItem: { item: 0 },
		},
		expect.objectContaining({ pairedItem: { item: 1 } }),
	]);
});

test.each(['POST', 'GET'])('the whole form by %s', async (requestMethod) => {
	const { run } = await bench.run(people, {
		parameters: {
			country: '={{ $json.country }}',
			leadFields: {
				name: '={{ $json.name }}',
				email: '=lead{{ $itemIndex }}@example.com',
				message: 'Call me & mine?',
				secondPhoneNumber: '={{ $json.second }}',
			},
			customParameters: {
				parameter: [
					{ name: { __rl: true, mode: 'list', value: 'company' }, value: 'Acme' },
					{ name: { __rl: true, mode: 'name', value: 'LC_PARAM_Deal' }, value: '={{ 12.5 }}' },
					{ name: 'plain', value: '={{ true }}' },
					{ name: 'empty', value: '={{ $json.name ? "" : null }}' },
				],
			},
			agents: {
				agent: [
					{
						name: '={{ $json.owner.name }}',
						phone: '={{ $json.owner.phone }}',
						country: '={{ $json.country }}',
					},
					{ name: '', phone: '' },
					{ name: 'Dee', phone: '+44 20 7946 0021' },
				],
			},
			when: 'afterDelay',
			delaySeconds: '={{ $itemIndex * 6 }}',
			options: { blockDuplicates: true, messageToAgent: 'Web lead', requestMethod, source: 'ads' },
		},
	});
	expect(run.data.resultData.error).toBeUndefined();
	const both = {
		lc_param_message: 'Call me & mine?',
		lc_param_company: 'Acme',
		lc_param_deal: '12.5',
		lc_param_plain: 'true',
		lc_param_agent02name: 'Dee',
		lc_param_agent02phone: '+442079460021',
		no_repeat: true,
		lc_message: 'Web lead',
		api_source: 'ads',
	};
	expect(bench.sandbox.placed.map(({ values }) => values)).toEqual([
		{
			...both,
			lc_number: '+442079460018',
			lc_number_2: '+442079460019',
			country: 'GB',
			lc_param_name: 'Ann',
			lc_param_email: 'lead0@example.com',
			lc_param_agent01name: 'Bo',
			lc_param_agent01phone: '+442079460020',
		},
		{
			...both,
			lc_number: '+14155550123',
			lc_number_2: '+14155550124',
			country: 'US',
			lc_param_email: 'lead1@example.com',
			lc_param_agent01name: 'Cy',
			lc_param_agent01phone: '+14155550125',
			delay_sec: 6,
		},
	]);
});

test('agents and parameters as JSON, from text and from an expression', async () => {
	await bench.run(
		[
			{ phone: '+14155550123', agents: [{ name: 'Bo', phone: '+442079460020' }], more: { vip: 1 } },
			{ phone: '+14155550124', agents: [], more: '{"vip": "no"}' },
		],
		{
			parameters: {
				specifyAgents: 'json',
				agentsJson: '={{ $json.agents }}',
				specifyCustomParameters: 'json',
				customParametersJson: '={{ $json.more }}',
			},
		},
	);
	expect(bench.sandbox.received).toEqual([
		{
			lc_number: '+14155550123',
			lc_param_vip: '1',
			lc_param_agent01name: 'Bo',
			lc_param_agent01phone: '+442079460020',
			api_source: 'n8n',
		},
		{ lc_number: '+14155550124', lc_param_vip: 'no', api_source: 'n8n' },
	]);
});

describe('optional data that cannot be used', () => {
	const items = [
		{
			phone: '+14155550123',
			second: 'same',
			more: { 'First Name': 'Ann', tags: ['a', 'b'], address: { city: 'Rome' } },
			owner: { Name: 'Bo', Phone: '020 7946 0020' },
		},
		{ phone: '+14155550124', second: null, more: {}, owner: null },
	];
	const parameters = {
		leadFields: { secondPhoneNumber: '={{ $json.second }}' },
		specifyCustomParameters: 'json',
		customParametersJson: '={{ $json.more }}',
		specifyAgents: 'json',
		agentsJson: '={{ $json.owner }}',
	};

	test('is left out, and the output says so', async () => {
		const { main } = await bench.run(items, {
			parameters: { ...parameters, country: '={{ "US" }}' },
		});
		expect(bench.sandbox.received).toEqual([
			{
				lc_number: '+14155550123',
				country: 'US',
				lc_param_first_name: 'Ann',
				lc_param_tags: 'a, b',
				api_source: 'n8n',
			},
			{ lc_number: '+14155550124', country: 'US', api_source: 'n8n' },
		]);
		expect(main[0]!.json.warnings).toEqual([
			expect.stringMatching(/^Second Phone Number: expected .*, got "same"$/),
			expect.stringMatching(/^Custom Parameter "address": expected .*, got \{"city":"Rome"\}$/),
			expect.stringMatching(/^Agent 1, Phone: expected .*, got "020 7946 0020"$/),
		]);
		expect(main[1]!.json).not.toHaveProperty('warnings');
	});

	test('stops the call, if the user wants that', async () => {
		const { main, errors } = await bench.run(items, {
			parameters: { ...parameters, options: { badOptionalData: 'error' } },
			onError: 'continueErrorOutput',
		});
		expect(main.map(({ pairedItem }) => pairedItem)).toEqual([{ item: 1 }]);
		expect(errors).toMatchObject([
			{
				json: {
					error: expect.stringMatching(/^Second Phone Number: .*; Custom Parameter "address": /),
					details: { reason: 'invalid' },
				},
			},
		]);
		expect(bench.sandbox.received).toHaveLength(1);
	});

	test('but JSON that a quote in the data broke is an error, which says how to write it', async () => {
		const { run } = await bench.run(
			[{ phone: '+14155550123', name: 'Ann "The Boss" Lee' }, ...items],
			{
				parameters: {
					specifyCustomParameters: 'json',
					customParametersJson: '={ "company": "{{ $json.name }}" }',
				},
			},
		);
		expect(run.data.resultData.error).toMatchObject({
			message: expect.stringMatching(/^Custom Parameters \(JSON\): expected a JSON object, /),
			description: expect.stringContaining('{{ { company: $json.company } }}'),
		});
		expect(bench.sandbox.received).toEqual([]);
	});
});

test("a call at a time, in the workflow's zone and from a date", async () => {
	const today = new Date();
	const isAfterJune = today.getUTCMonth() > 5;
	const year = today.getUTCFullYear() + (isAfterJune ? 1 : 0);
	await bench.run([{ phone: '+14155550123' }, { phone: '+14155550124' }], {
		parameters: {
			when: 'atTime',
			callAt: `={{ $itemIndex ? DateTime.fromISO("${year}-07-01T12:00:00Z") : "${year}-07-01T09:30:00" }}`,
		},
	});
	expect(bench.sandbox.received.map(({ future_unixstamp }) => future_unixstamp)).toEqual([
		Date.UTC(year, 6, 1, 8, 30) / 1000,
		Date.UTC(year, 6, 1, 12) / 1000,
	]);
});

test('a credential that depends on the item is read for each item', async () => {
	const { main, errors } = await bench.run(
		[
			{ phone: '+14155550123', widget: 'sandbox-widget-key-4f1d' },
			{ phone: '+14155550124', widget: 'another' },
		],
		{ credential: { widgetKey: '={{ $json.widget }}' }, onError: 'continueErrorOutput' },
	);
	expect([main.length, errors.length]).toEqual([1, 1]);
	expect(bench.sandbox.placed.map(({ phoneNumber }) => phoneNumber)).toEqual(['+14155550123']);
});

test('a lead whose credential cannot be read is not called', async () => {
	const items = [
		{ phone: '+14155550123', widget: 'sandbox-widget-key-4f1d' },
		{ phone: '+14155550124', widget: '' },
		{ phone: '+14155550125', widget: 'sandbox-widget-key-4f1d' },
	];
	const setup = {
		credential: { widgetKey: '={{ $json.widget }}' },
		parameters: { options: { callsAtOnce: 1 } },
		retryOnFail: true,
	};
	const stopped = await bench.run(items, setup);
	const { error } = stopped.run.data.resultData;
	expect(error?.message).toBe('Widget Key: expected the key of your widget, got nothing');
	expect((error as { description?: string }).description).toContain(
		'Called: 1 (item 0). Not called: 2 (items 1-2). n8n counts items from 0.',
	);
	expect(bench.sandbox.received.map(({ lc_number }) => lc_number)).toEqual(['+14155550123']);

	const { main, errors } = await bench.run(items, { ...setup, onError: 'continueErrorOutput' });
	expect(main.map(({ pairedItem }) => pairedItem)).toEqual([{ item: 0 }, { item: 2 }]);
	expect(errors).toMatchObject([
		{ json: { phone: '+14155550124', details: { reason: 'invalid' } }, pairedItem: { item: 1 } },
	]);

	const { run } = await bench.run(items.slice(1), setup);
	expect(run.data.resultData.error?.message).toMatch(/^Widget Key/);
	expect((run.data.resultData.error as { description?: string }).description).toContain(
		'Nobody was called',
	);
	expect(bench.sandbox.received).toHaveLength(3);
});

test('a parameter that the form does not have is refused by the test equipment', async () => {
	await expect(bench.run(people, { parameters: { phone: '1' } })).rejects.toThrow(
		'The form has no field phone',
	);
	await expect(bench.run(people, { parameters: { options: { retries: 1 } } })).rejects.toThrow(
		'The form has no field options.retries',
	);
});
