import { sandboxKeys } from '../../../sandbox/server.mts';
import type { Instance } from '../../../scripts/n8n/instance.mts';
import type { Editor } from './editor.mts';

/** What takes the account key, which somebody who has only placed calls has not put into the credential. */
export function testPastCalls(editor: Editor, instance: Instance) {
	async function fillInAccountKey() {
		const dialog = editor.page.getByTestId('editCredential-modal');
		await editor.page.getByTestId('credential-edit-button').click();
		await editor.field('accountApiKey', dialog).fill(sandboxKeys.accountApiKey);
		await dialog.getByTestId('credential-save-button').click();
		await dialog.getByText('Connection tested successfully').waitFor();
		await dialog.getByRole('button', { name: 'Close' }).click();
		await dialog.waitFor({ state: 'hidden' });
	}

	test('lists past calls, learns which key that takes, and filters them', async () => {
		const { output } = editor;
		const count = output.getByTestId('run-data-item-count');
		instance.sandbox.seedCalls({ count: 200 });
		await editor.addAction('call history', 'Get many calls');
		await editor.executeStep();
		const problem = output.getByTestId('node-error-message');
		expect(await problem.innerText()).toContain('Account API Key: expected');

		await fillInAccountKey();
		await editor.executeStep();
		await count.getByText('50 items').waitFor();

		await editor.add('Add Filter', 'Status');
		await editor.choose('status', 'Missed');
		await editor.executeStep();
		await count.getByText(/^\d\d items/).waitFor();
		await output.getByTestId('radio-button-json').click();
		await output.getByText('"missed"').first().waitFor();
		expect(await output.getByText('"answered"').count()).toBe(0);
		const asked = instance.sandbox.requests.at(-1)!;
		expect(asked.query.status).toBe('CallStatusType.NO_ANSWER');
		await output.getByTestId('radio-button-schema').click();
		await editor.picture('past-calls');
	});

	test('has a lead called by an agent who was picked from the list', async () => {
		const { page } = editor;
		await editor.addAction('brightcall', 'Trigger Speed To Lead Call');
		await editor.field('phoneNumber').fill('+14155550123');
		await editor.choose('specifyAgents', 'From Brightcall');
		const agents = page.getByTestId('fixed-collection-accountAgents');
		await agents.getByText('Add Agent').click();
		await agents.getByTestId('rlc-input').click();
		await page.getByTestId('rlc-item').getByText('Ben Jones').click();
		await editor.choose('specifyCustomParameters', 'Matching Input Fields');
		await page.getByText('sends each field of the item').waitFor();
		await editor.executeStep();
		await editor.output.getByText('Call request accepted').waitFor();
		expect(instance.sandbox.placed.map(({ values }) => values)).toMatchObject([
			{ lc_param_agent01name: 'Ben Jones', lc_param_agent01phone: '+442079460019' },
		]);
	});
}
