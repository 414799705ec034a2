import type { Instance } from '../../../scripts/n8n/instance.mts';
import type { Editor } from './editor.mts';
import { brightcall, node, workflowOf } from '../workflows.mts';

const name = 'Trigger Speed To Lead Call';
/** In New Zealand and in Britain: when it is day for one, it is night for the other. */
const leads = [
	{ phone: '+6432345678', person: 'Ann' },
	{ phone: '+442079460018', person: 'Bo' },
];

/** In the Editor and Calling Hours, and the hint that says what happened. */
export function testOptions(editor: Editor, instance: Instance) {
	const sent = () => instance.sandbox.received.map(({ lc_number }) => lc_number);

	/** Opens a workflow that was saved without the options: a node behind two leads. */
	async function openWorkflow() {
		const workflow = workflowOf('Options', [
			node('Start', 'n8n-nodes-base.manualTrigger', 1, {}, { position: [-300, 0] }),
			brightcall(instance.credential, {
				leadFields: { name: '={{ $json.person }}' },
				agents: { agent: [{ name: 'Anna Williams', phone: '+14155550125' }] },
			}),
		]);
		const pinData = { Start: leads.map((json) => ({ json })) };
		const { id } = await instance.client.createWorkflow({ ...workflow, pinData });
		await editor.page.goto(`/workflow/${id}`);
		await editor.node(name).waitFor();
	}

	async function execute(hint: string) {
		await editor.executeStep();
		// The second is n8n 1's.
		const count = editor.output
			.getByTestId('run-data-item-count')
			.or(editor.output.getByTestId('ndv-items-count'));
		await count.getByText(`${leads.length} items`).waitFor();
		await editor.output.getByText(hint).waitFor();
	}

	test('a click rings the leads, my number, or nobody, as chosen', async () => {
		const top = editor.page.getByText('Options', { exact: true }).last();
		await openWorkflow();
		expect(await editor.node(name).innerText()).toContain('{{ $json.phone }}');
		await editor.openNode(name);

		await editor.add('Add Option', 'In the Editor');
		await editor.choose('inTheEditor', 'Ring Nobody');
		await execute('2 checked and not called');
		expect(sent()).toEqual([]);
		await editor.picture('in-the-editor', top);

		await editor.choose('inTheEditor', 'Ring My Number');
		await editor.add('Add Option', 'Test Phone Number');
		await editor.field('testPhoneNumber').fill('+1 415 555 0199');
		await execute('1 called, 1 checked and not called');
		expect(sent()).toEqual(['+14155550199']);
		await editor.closeNode();
		await editor.node(name).getByText('Rings my number in the editor').waitFor();

		instance.sandbox.reset();
		await editor.openNode(name);
		await editor.choose('inTheEditor', 'Ring the Leads');
		await execute('2 called');
		expect(sent()).toEqual(leads.map(({ phone }) => phone));
	});

	test('Calling Hours move a call, and the output says to when', async () => {
		await openWorkflow();
		await editor.openNode(name);
		await editor.add('Add Option', 'Calling Hours');
		// Just as it was added: every value in it is the default.
		await execute('planned for later');
		const times = instance.sandbox.received.map(({ future_unixstamp }) => typeof future_unixstamp);
		expect(times).toContain('number');
		const top = editor.page.getByText('Options', { exact: true }).last();
		await editor.picture('calling-hours', top);
	});
}
