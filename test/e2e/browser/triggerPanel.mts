import { sandboxKeys } from '../../../sandbox/server.mts';
import type { Instance } from '../../../scripts/n8n/instance.mts';
import { postJson, until } from '../setup.mts';
import type { Editor } from './editor.mts';

export function testTriggerPanel(editor: Editor, instance: Instance) {
	const widget = () => instance.sandbox.account.widget;

	/** The steps of the panel: the URL is copied, and pasted into Brightcall. */
	async function pasteTestUrl() {
		const { page } = editor;
		await page.getByText('Tell Brightcall where to send call events:').waitFor();
		await page.getByText('Webhook URLs', { exact: true }).click();
		const shown = page.getByText(/^http:.*\/webhook-test\//);
		widget().apiUrl = (await shown.innerText()).replace(/\s/g, '');
	}

	async function publish() {
		const { page } = editor;
		await page.getByTestId('workflow-open-publish-modal-button').click();
		await page.getByRole('dialog').getByRole('button', { name: 'Publish' }).click();
	}

	test('a trigger is added, its panel read, an event listened for, and the rest done by itself', async () => {
		const { page } = editor;
		await editor.newWorkflow();
		// n8n shows a node and its trigger as one, and finds both by the words of the node.
		await editor.pick('missed call', 'Brightcall', 'On call ended');
		await page.getByTestId('ndv').waitFor();
		await pasteTestUrl();
		await editor.executeStep();
		await page.getByText('Listening for test event').waitFor();
		await postJson(`${instance.sandbox.url}/rest/v1/ext/add_call_api/`, {
			widget_key: sandboxKeys.widgetKey,
			api_key: sandboxKeys.apiKey,
			lc_number: '+14155550123',
			lc_param_name: 'Nathan Smith',
			lc_param_company: 'Acme',
		});
		await editor.output.getByTestId('radio-button-schema').click();
		for (const shown of ['end_call', 'answered', '+14155550123', 'Nathan Smith', 'Acme']) {
			await editor.output.getByText(shown, { exact: true }).first().waitFor();
		}
		expect(instance.sandbox.deliveries.at(-1)).toMatchObject({ status: 200 });
		await editor.picture('trigger');

		await page.getByTestId('parameter-input-registerAutomatically').locator('.el-switch').click();
		await page.getByText('A widget has only one URL.').waitFor();
		await editor.closeNode();
		await page.getByText('Call Ended', { exact: true }).waitFor();

		const crm = 'https://crm.example.com/hooks/7';
		widget().apiUrl = crm;
		await publish();
		await page.getByText("The widget's events go to crm.example.com").waitFor();
		expect(widget().apiUrl).toBe(crm);

		widget().apiUrl = '';
		await page.reload();
		await publish();
		await until(() => widget().apiUrl !== '');
		expect(widget().apiUrl).toMatch(/\/webhook\/.*\?token=/);
		const id = /workflow\/(\w+)/.exec(page.url())![1]!;
		await instance.client.deactivate({ id, versionId: '' });
	});
}
