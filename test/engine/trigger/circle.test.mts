import { startEngine } from '../../harness/engine.mts';
import { sandboxKeys } from '../../../sandbox/server.mts';
import { automatic, until, useTriggerBench, withAccountKey } from './setup.mts';

const bench = useTriggerBench();

test('what is sent with two leads comes back with their calls', async () => {
	const here = bench.add(
		{ ...automatic, output: 'all', events: ['start_call', 'end_call'] },
		withAccountKey,
	);
	await here.activate();
	bench.sandbox.outcomes = [{ status: 'answered', talkSeconds: 42 }, { status: 'missed' }];
	const leads = [
		{ phone: '+14155550123', name: 'Nathan Smith', deal: 'D-1' },
		{ phone: '+442079460018', name: 'Olivia Jones', deal: 'D-2' },
	];
	const engine = await startEngine();
	await engine.run(leads, {
		parameters: {
			phoneNumber: '={{ $json.phone }}',
			leadFields: { name: '={{ $json.name }}', email: 'lead@example.com', message: 'Call me' },
			specifyCustomParameters: 'json',
			customParametersJson: '={{ { deal_id: $json.deal, attempt: 2, agent_name: "x" } }}',
			agents: { agent: [{ name: 'Anna', phone: '+14155550125' }] },
			options: { callsAtOnce: 1 },
		},
		credential: { ...sandboxKeys, baseUrl: bench.sandbox.url },
	});
	await until(() => here.executions.length === 4);
	const items = here.executions.flatMap((execution) => execution.items);
	const ended = items
		.filter(({ event }) => event === 'end_call')
		.sort((one, other) => (String(one.phoneNumber) < String(other.phoneNumber) ? -1 : 1));
	expect(items.filter(({ event }) => event === 'start_call')).toHaveLength(2);
	expect(ended).toEqual([
		expect.objectContaining({
			phoneNumber: '+14155550123',
			leadName: 'Nathan Smith',
			leadEmail: 'lead@example.com',
			leadMessage: 'Call me',
			customParameters: { deal_id: 'D-1', attempt: '2', agent_name: 'x' },
			agentName: 'Anna',
			agentPhone: '+14155550125',
			callStatus: 'answered',
			talkSeconds: 42,
			source: 'api init (n8n)',
			recordingUrl: expect.stringContaining(bench.sandbox.url),
		}),
		expect.objectContaining({
			phoneNumber: '+442079460018',
			leadName: 'Olivia Jones',
			customParameters: { deal_id: 'D-2', attempt: '2', agent_name: 'x' },
			agentName: null,
			callStatus: 'missed',
			talkSeconds: null,
			recordingUrl: null,
		}),
	]);
	expect(bench.sandbox.deliveries.every(({ status }) => status === 200)).toBe(true);
	expect(bench.sandbox.leaks).toEqual([]);
	await here.deactivate();
	expect(bench.sandbox.account.widget.apiUrl).toBe('');
});
