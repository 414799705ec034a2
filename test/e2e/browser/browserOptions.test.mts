import { current, last1x } from '../../../scripts/n8n/install.mts';
import { Editor } from './browser.mts';
import { minutes, useInstance } from '../setup.mts';
import { brightcall, node, workflowOf } from '../workflows.mts';

const name = 'Trigger Speed To Lead Call';
/** In New Zealand and in Britain: when it is day for one, it is night for the other. */
const leads = [
	{ phone: '+6432345678', person: 'Ann' },
	{ phone: '+442079460018', person: 'Bo' },
];

describe.each([current, last1x])("the options in n8n $version's editor", (version) => {
	const instance = useInstance(version);
	let editor: Editor;
	const sent = () => instance.sandbox.received.map(({ lc_number }) => lc_number);

	/** n8n 1 itself writes of what it cannot reach, and has no licence for. */
	const errors = () => (version === current ? editor.errors : []);

	beforeAll(async () => {
		editor = await Editor.open(instance.n8n.url);
	}, minutes(10));
	afterAll(async () => await editor?.close());

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

	async function add(option: string) {
		await editor.page.getByPlaceholder('Add Option').click();
		await editor.page.getByRole('option', { name: option, exact: true }).click();
	}

	async function choose(field: string, option: string) {
		await editor.field(field).click();
		await editor.page.getByRole('option', { name: new RegExp(`^${option}`) }).click();
	}

	/** Clicks in the node's own window. */
	async function execute(itemCount: number) {
		await editor.executeStep();
		const count = editor.output
			.getByTestId('run-data-item-count')
			.or(editor.output.getByTestId('ndv-items-count'));
		await count.getByText(`${itemCount} items`).waitFor();
	}

	test(
		'a click rings the leads, my number, or nobody, as chosen',
		async () => {
			const { output, page } = editor;
			await openWorkflow();
			expect(await editor.node(name).innerText()).toContain('{{ $json.phone }}');
			await editor.openNode(name);

			await add('In the Editor');
			await choose('inTheEditor', 'Ring Nobody');
			await execute(2);
			await output.getByText('2 checked and not called').waitFor();
			expect(sent()).toEqual([]);
			await editor.picture('in-the-editor', page.getByText('Options', { exact: true }).last());

			await choose('inTheEditor', 'Ring My Number');
			await add('Test Phone Number');
			await editor.field('testPhoneNumber').fill('+1 415 555 0199');
			await execute(2);
			await output.getByText('1 called, 1 checked and not called').waitFor();
			expect(sent()).toEqual(['+14155550199']);
			await editor.closeNode();
			await editor.node(name).getByText('Rings my number in the editor').waitFor();

			instance.sandbox.reset();
			await editor.openNode(name);
			await choose('inTheEditor', 'Ring the Leads');
			await execute(2);
			await output.getByText('2 called').waitFor();
			expect(sent()).toEqual(leads.map(({ phone }) => phone));
			expect(errors()).toEqual([]);
		},
		minutes(5),
	);

	test(
		'Calling Hours move a call, and the output says to when',
		async () => {
			const { output, page } = editor;
			await openWorkflow();
			await editor.openNode(name);
			await add('Calling Hours');
			// Just as it was added: every value in it is the default.
			await execute(2);
			await output.getByText('planned for later').waitFor();
			const times = instance.sandbox.received.map(({ future_unixstamp }) => future_unixstamp);
			expect(times.some((time) => typeof time === 'number')).toBe(true);
			await editor.picture('calling-hours', page.getByText('Options', { exact: true }).last());
			expect(errors()).toEqual([]);
		},
		minutes(5),
	);
});
