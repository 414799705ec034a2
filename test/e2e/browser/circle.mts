import type { Execution } from '../../../scripts/n8n/client.mts';
import { startCircle, type Instance } from '../../../scripts/n8n/instance.mts';
import { until } from '../setup.mts';
import type { Editor } from './editor.mts';

/** The workflow of `npm run n8n`. */
export function testCircle(editor: Editor, instance: Instance) {
	/** As a visitor of a website does, who knows nothing of n8n. */
	async function fillInForm(url: string) {
		const page = await editor.newPage();
		await page.goto(url);
		await page.getByLabel('Name').fill('Nathan Smith');
		await page.getByLabel('Phone').fill('(415) 555-0123');
		await page.getByRole('button', { name: 'Submit' }).click();
		await page.getByText('Thank you').waitFor();
		await page.close();
	}

	/** A part of the canvas, from one node to another, with their names. */
	async function canvas(first: string, last: string): Promise<Buffer> {
		const box = async (name: string) => (await editor.node(name).boundingBox())!;
		const [from, to] = [await box(first), await box(last)];
		const clip = {
			x: from.x - 60,
			y: from.y - 20,
			width: to.x + to.width - from.x + 160,
			height: from.height + 80,
		};
		return await editor.page.screenshot({ clip, animations: 'disabled' });
	}

	test('a visitor leaves a number and is called, and the outcome starts the workflow', async () => {
		const { page } = editor;
		instance.sandbox.outcomes = [{ status: 'answered', talkSeconds: 42 }];
		const { workflow, formUrl } = await startCircle(instance);
		await until(() => instance.sandbox.account.widget.apiUrl !== '');
		await page.goto(`/workflow/${workflow.id}`);
		await page.getByText('from New lead').waitFor();

		await fillInForm(formUrl);
		const executions = async () => await instance.client.executions(workflow.id);
		await until(async () => (await executions()).length === 2);
		const [returned, placed] = await executions();
		const show = async (execution: Execution, node: string) => {
			await page.goto(`/workflow/${workflow.id}/executions/${execution.id}`);
			await editor.node(node).getByTestId('canvas-node-status-success').waitFor();
			await page.getByTestId('edge-label').getByText('1 item').waitFor();
		};
		await show(placed!, 'Call the lead');
		await editor.node('Call the lead').getByText('$json.Phone').waitFor();
		const called = await canvas('New lead', 'Call the lead');
		await show(returned!, 'Outcome of the call');
		const ended = await canvas('Call ended', 'Outcome of the call');

		await editor.openNode('Outcome of the call');
		for (const shown of ['+14155550123', 'Nathan Smith', 'answered', 'Anna Williams', '42']) {
			await editor.output.getByText(shown, { exact: true }).first().waitFor();
		}
		await editor.output.getByTestId('radio-button-schema').click();
		await editor.output.getByText('recordingUrl').waitFor();
		const { x, y, width } = (await editor.output.boundingBox())!;
		const outcome = await page.screenshot({ clip: { x, y, width, height: 390 } });
		await editor.figure('circle', [
			['1. A visitor sends a form, and Brightcall calls the visitor.', called],
			['2. When the call is over, it starts a second workflow.', ended],
			['3. The second workflow gets the outcome of the call.', outcome],
		]);
		await instance.client.deactivate(workflow);
	});
}
