import { sandboxKeys } from '../../../sandbox/server.mts';
import { current } from '../../../scripts/n8n/install.mts';
import { Editor } from './browser.mts';
import { minutes, until, useInstance } from '../setup.mts';

describe('the trigger in the editor', () => {
	const instance = useInstance(current);
	let editor: Editor;

	beforeAll(async () => {
		editor = await Editor.open(instance.n8n.url);
	}, minutes(10));
	afterAll(async () => await editor?.close());

	const widget = () => instance.sandbox.account.widget;

	async function addTrigger() {
		await editor.newWorkflow();
		await editor.openNodesPanel();
		// n8n shows a node and its trigger as one, and finds both by the words of the node.
		await editor.searchNodes('missed call');
		await editor.listed('Brightcall').click();
		await editor.listed('On call ended').click();
		await editor.page.getByTestId('ndv').waitFor();
	}

	/** The steps of the panel: the URL is copied, and pasted into Brightcall. */
	async function pasteTestUrl() {
		const { page } = editor;
		await page.getByText('Tell Brightcall where to send call events:').waitFor();
		await page.getByText('Webhook URLs', { exact: true }).click();
		const shown = page.getByText(/^http:.*\/webhook-test\//);
		widget().apiUrl = (await shown.innerText()).replace(/\s/g, '');
	}

	async function haveANumberCalled() {
		const values = {
			widget_key: sandboxKeys.widgetKey,
			api_key: sandboxKeys.apiKey,
			lc_number: '+14155550123',
			lc_param_name: 'Nathan Smith',
			lc_param_company: 'Acme',
		};
		const answer = await fetch(`${instance.sandbox.url}/rest/v1/ext/add_call_api/`, {
			method: 'POST',
			headers: { 'content-type': 'application/json' },
			body: JSON.stringify(values),
		});
		expect(answer.status).toBe(200);
	}

	async function publish() {
		const { page } = editor;
		await page.getByTestId('workflow-open-publish-modal-button').click();
		await page.getByRole('dialog').getByRole('button', { name: 'Publish' }).click();
	}

	test(
		'a new user adds it, reads the panel, listens, gets an event, and has the rest done',
		async () => {
			const { page } = editor;
			await addTrigger();
			await pasteTestUrl();
			await editor.executeStep();
			await page.getByText('Listening for test event').waitFor();
			await haveANumberCalled();
			await editor.output.getByTestId('radio-button-schema').click();
			for (const shown of ['end_call', 'answered', '+14155550123', 'Nathan Smith', 'Acme']) {
				await editor.output.getByText(shown, { exact: true }).first().waitFor();
			}
			expect(instance.sandbox.deliveries.at(-1)).toMatchObject({ status: 200 });
			await editor.picture('trigger');

			await page.getByTestId('parameter-input-registerAutomatically').locator('.el-switch').click();
			await page.getByText('A widget has one URL.').waitFor();
			await editor.closeNode();
			await page.getByText('Call Ended', { exact: true }).waitFor();

			widget().apiUrl = 'https://crm.example.com/hooks/7';
			await publish();
			await page.getByText("The widget's events go to crm.example.com").waitFor();
			expect(widget().apiUrl).toBe('https://crm.example.com/hooks/7');

			widget().apiUrl = '';
			await page.reload();
			await publish();
			await until(() => widget().apiUrl !== '');
			expect(widget().apiUrl).toMatch(/\/webhook\/.*\?token=/);
			expect(editor.errors).toEqual([]);
		},
		minutes(5),
	);
});
