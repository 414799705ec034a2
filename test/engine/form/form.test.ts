import { useBench } from '../setup.mts';

const bench = useBench();
const people = [
	{ phone: '020 7946 0018', country: 'gb', name: 'Ann', second: '020 7946 0019', owner: 'Bo' },
	{ phone: 14155550123, country: 'USA', name: null, second: 4155550124, owner: 'Cy' },
];

test('two leads with nothing but a number', async () => {
	const { main } = await bench.run([{ phone: '+44 20 7946 0018' }, { phone: '+1 415 555 0123' }]);
	const request = { lc_number: '+442079460018', api_source: 'n8n' };
	expect(bench.sandbox.received).toEqual([request, { ...request, lc_number: '+14155550123' }]);
	const calledAt = expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/);
	const response = expect.objectContaining({ message: 'Call request accepted' });
	expect(main.map(({ pairedItem }) => pairedItem)).toEqual([{ item: 0 }, { item: 1 }]);
	const phoneNumber = '+442079460018';
	expect(main[0]!.json).toEqual({ success: true, phoneNumber, calledAt, request, response });
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
					{ name: 'empty', value: '={{ $json.name ? "" : null }}' },
				],
			},
			agents: {
				agent: [
					{
						name: '={{ $json.owner }}',
						phone: '={{ $itemIndex ? "415 555 0125" : "020 7946 0020" }}',
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

test('optional data that cannot be used is left out, and the output says so', async () => {
	const more = { 'First Name': 'Ann', tags: ['a', 'b'], address: { city: 'Rome' } };
	const phones = ['(415) 555-0126', '+14155550125'];
	const owners = phones.map((Phone) => ({ Name: 'Cy', Phone }));
	const items = [
		{ phone: '+14155550123', second: 'same', more, owners },
		{ phone: '+14155550124', second: null, more: '{"vip": "no"}', owners: null },
	];
	const { main } = await bench.run(items, {
		parameters: {
			country: '={{ "US" }}',
			leadFields: { secondPhoneNumber: '={{ $json.second }}' },
			specifyCustomParameters: 'json',
			customParametersJson: '={{ $json.more }}',
			specifyAgents: 'json',
			agentsJson: '={{ $json.owners }}',
		},
	});
	const both = { country: 'US', api_source: 'n8n' };
	expect(bench.sandbox.received).toEqual([
		{
			...both,
			lc_number: '+14155550123',
			lc_param_first_name: 'Ann',
			lc_param_tags: 'a, b',
			lc_param_agent01name: 'Cy',
			lc_param_agent01phone: '+14155550125',
		},
		{ ...both, lc_number: '+14155550124', lc_param_vip: 'no' },
	]);
	expect(main[0]!.json.warnings).toEqual([
		expect.stringMatching(/^Second Phone Number: expected .*, got "same"$/),
		expect.stringMatching(/^Custom Parameter "address": expected .*, got \{"city":"Rome"\}$/),
		expect.stringMatching(/^Agent 1, Phone: expected .*, got "\(415\) 555-0126"$/),
	]);
	expect(main[1]!.json).not.toHaveProperty('warnings');
});

test('JSON that a quote in the data broke is an error, which says how to write it', async () => {
	const parameters = {
		specifyCustomParameters: 'json',
		customParametersJson: '={ "company": "{{ $json.name }}" }',
	};
	const quoted = { phone: '+14155550123', name: 'Ann "The Boss" Lee' };
	const { run } = await bench.run([quoted, ...people], { parameters });
	expect(run.data.resultData.error).toMatchObject({
		message: expect.stringMatching(/^Custom Parameters \(JSON\): expected a JSON object, /),
		description: expect.stringContaining('{{ { company: $json.company } }}'),
	});
	expect(bench.sandbox.received).toEqual([]);
});

test("a call at a time, in the workflow's zone and from a date; a fixed Country is the agents' too", async () => {
	const today = new Date();
	const year = today.getUTCFullYear() + (today.getUTCMonth() > 5 ? 1 : 0);
	await bench.run([{ phone: '(415) 555-0123' }, { phone: '+14155550124' }], {
		parameters: {
			country: 'US',
			agents: { agent: [{ name: 'Cy', phone: '415 555 0125' }] },
			when: 'atTime',
			callAt: `={{ $itemIndex ? DateTime.fromISO("${year}-07-01T12:00:00Z") : "${year}-07-01T09:30:00" }}`,
		},
	});
	const lc_param_agent01phone = '+14155550125';
	expect(bench.sandbox.received).toMatchObject([
		{ future_unixstamp: Date.UTC(year, 6, 1, 8, 30) / 1000, lc_param_agent01phone },
		{ future_unixstamp: Date.UTC(year, 6, 1, 12) / 1000, lc_param_agent01phone },
	]);
});

test('a lead whose credential cannot be read is not called', async () => {
	const items = ['sandbox-widget-key-4f1d', '', 'sandbox-widget-key-4f1d'].map((widget, index) => ({
		phone: `+1415555012${index}`,
		widget,
	}));
	const setup = {
		credential: { widgetKey: '={{ $json.widget }}' },
		parameters: { options: { callsAtOnce: 1 } },
		retryOnFail: true,
	};
	const { main, errors } = await bench.run(items, { ...setup, onError: 'continueErrorOutput' });
	expect(main.map(({ pairedItem }) => pairedItem)).toEqual([{ item: 0 }, { item: 2 }]);
	expect(errors).toMatchObject([
		{ json: { phone: '+14155550121', details: { reason: 'invalid' } }, pairedItem: { item: 1 } },
	]);

	const { run } = await bench.run(items.slice(1), setup);
	expect(run.data.resultData.error).toMatchObject({
		message: expect.stringMatching(/^Widget Key/),
		description: expect.stringContaining('Nobody was called'),
	});
	expect(bench.sandbox.received).toHaveLength(2);
});
