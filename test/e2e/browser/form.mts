import { sandboxKeys } from '../../../sandbox/server.mts';
import type { Instance } from '../../../scripts/n8n/instance.mts';
import type { Editor } from './editor.mts';

const action = 'Trigger Speed To Lead Call';

export function testForm(editor: Editor, instance: Instance) {
	async function createCredential() {
		const { page } = editor;
		const dialog = page.getByTestId('editCredential-modal');
		const save = dialog.getByTestId('credential-save-button');
		await page.getByRole('button', { name: 'Connect to Brightcall' }).click();
		await editor.field('widgetKey', dialog).fill(sandboxKeys.widgetKey);
		await editor.field('apiKey', dialog).fill('made-up-key');
		await editor.field('baseUrl', dialog).fill(instance.sandbox.url);
		await save.click();
		await dialog.getByText('More details').click();
		await dialog.getByText('Brightcall refused the keys').waitFor();

		await editor.field('apiKey', dialog).fill(sandboxKeys.apiKey);
		await save.click();
		await dialog.waitFor({ state: 'hidden' });
		await page.getByTestId('credential-edit-button').click();
		await dialog.getByText('Connection tested successfully').waitFor();
		await dialog.getByRole('button', { name: 'Close' }).click();
	}

	async function fillForm() {
		const { page } = editor;
		await editor.field('phoneNumber').fill('020 7946 0018');
		await editor.field('country').click();
		await page.keyboard.type('united k');
		await page.getByRole('option', { name: 'United Kingdom' }).click();
		await editor.add('Add Lead Field', 'Name');
		await editor.field('name').fill('Nathan Smith');

		const parameters = page.getByTestId('fixed-collection-customParameters');
		await parameters.getByText('Add Custom Parameter').click();
		await parameters.getByTestId('rlc-input').click();
		await page.getByTestId('rlc-item').getByText('company').click();
		await editor.field('value', parameters).fill('Acme');

		const agents = page.getByTestId('fixed-collection-agents');
		const phones = { 'Anna Williams': '+14155550125', 'Ben Jones': '020 7946 0019' };
		for (const [index, [name, phone]] of Object.entries(phones).entries()) {
			await agents.getByText('Add Agent').click();
			await editor.field('name', agents).nth(index).fill(name);
			await editor.field('phone', agents).nth(index).fill(phone);
		}
	}

	/** What the node after it is offered before anything has run. */
	async function previewOutput() {
		const { page } = editor;
		await editor.closeNode();
		await editor.pick('Edit Fields', 'Edit Fields (Set)');
		const input = page.getByTestId('ndv-input-panel');
		await input.getByText('phoneNumber', { exact: true }).waitFor();
		await editor.closeNode();
		await page.keyboard.press('Delete');
		await editor.openNode(action);
	}

	test('adds the node, connects Brightcall, calls a lead, and reads what is wrong with another', async () => {
		const { output, page } = editor;
		await editor.addAction('brightcall', action);
		await createCredential();
		await fillForm();
		await previewOutput();
		expect(instance.sandbox.received).toEqual([]);

		await editor.executeStep();
		await output.getByText('Call request accepted').waitFor();
		expect(await output.locator('tbody td').allInnerTexts()).toEqual(
			expect.arrayContaining(['true', '+442079460018']),
		);
		expect(instance.sandbox.placed.map(({ values }) => values)).toEqual([
			{
				lc_number: '+442079460018',
				country: 'GB',
				lc_param_name: 'Nathan Smith',
				lc_param_company: 'Acme',
				lc_param_agent01name: 'Anna Williams',
				lc_param_agent01phone: '+14155550125',
				lc_param_agent02name: 'Ben Jones',
				lc_param_agent02phone: '+442079460019',
				api_source: 'n8n',
			},
		]);
		await output.getByTestId('radio-button-schema').click();
		await editor.picture('form', page.getByText('Lead Phone Number', { exact: true }));

		await editor.closeNode();
		await page.emulateMedia({ colorScheme: 'dark' });
		await page.locator('img[src$="brightcall.dark.svg"]').first().waitFor();
		await page.emulateMedia({ colorScheme: 'light' });

		await editor.openNode(action);
		await editor.field('phoneNumber').fill('n/a');
		await editor.executeStep();
		const problem = output.getByTestId('node-error-message');
		expect(await problem.innerText()).toContain('Lead Phone Number: expected a phone number');
		const explanation = output.getByTestId('node-error-description');
		expect(await explanation.innerText()).toContain('Nobody was called');
		await editor.picture('error');
		expect(instance.sandbox.received).toHaveLength(1);
	});
}
