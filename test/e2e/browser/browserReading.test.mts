import { sandboxKeys } from '../../../sandbox/server.mts';
import { current } from '../../../scripts/n8n/install.mts';
import { credentialFor } from '../../../scripts/n8n/instance.mts';
import { Editor } from './browser.mts';
import { minutes, useInstance } from '../setup.mts';

describe('reading in the editor', () => {
	const instance = useInstance(current);
	let editor: Editor;

	beforeAll(async () => {
		// Somebody who has only placed calls so far has no account key in the credential.
		await instance.client.request('DELETE', `/rest/credentials/${instance.credential.id}`);
		await instance.client.createCredential(credentialFor(instance.sandbox, { accountApiKey: '' }));
		editor = await Editor.open(instance.n8n.url);
	}, minutes(10));
	afterAll(async () => await editor?.close());

	async function addNode(searched: string, action: string) {
		await editor.newWorkflow();
		await editor.openNodesPanel();
		await editor.listed('Trigger manually').click();
		await editor.openNodesPanel();
		await editor.searchNodes(searched);
		await editor.listed('Brightcall').click();
		await editor.listed(action).click();
		await editor.page.getByTestId('ndv').waitFor();
	}

	async function fillInAccountKey() {
		const { page } = editor;
		const dialog = page.getByTestId('editCredential-modal');
		await page.getByTestId('credential-edit-button').click();
		await editor.field('accountApiKey', dialog).fill(sandboxKeys.accountApiKey);
		await dialog.getByTestId('credential-save-button').click();
		await dialog.getByText('Connection tested successfully').waitFor();
		await dialog.getByRole('button', { name: 'Close' }).click();
		await dialog.waitFor({ state: 'hidden' });
	}

	async function choose(field: string, option: string) {
		await editor.field(field).click();
		// Its description is part of its name.
		await editor.page.getByRole('option', { name: new RegExp(`^${option}`) }).click();
	}

	test(
		'a new user lists past calls, learns which key that takes, and filters them',
		async () => {
			const { page } = editor;
			const count = editor.output.getByTestId('run-data-item-count');
			instance.sandbox.seedCalls({ count: 200 });
			await addNode('call history', 'Get many calls');
			await editor.executeStep();
			const problem = editor.output.getByTestId('node-error-message');
			expect(await problem.innerText()).toContain('Account API Key: expected');

			await fillInAccountKey();
			await editor.executeStep();
			await count.getByText('50 items').waitFor();

			await page.getByPlaceholder('Add Filter').click();
			await page.getByRole('option', { name: 'Status', exact: true }).click();
			await choose('status', 'Missed');
			await editor.executeStep();
			await count.getByText(/^\d\d items/).waitFor();
			await editor.output.getByTestId('radio-button-json').click();
			const json = editor.output.getByText('"missed"');
			await json.first().waitFor();
			expect(await editor.output.getByText('"answered"').count()).toBe(0);
			const asked = instance.sandbox.requests.at(-1)!;
			expect(asked.query.status).toBe('CallStatusType.NO_ANSWER');

			await editor.output.getByTestId('radio-button-schema').click();
			await editor.picture('past-calls');
			expect(editor.errors).toEqual([]);
		},
		minutes(5),
	);

	test(
		'a lead is called by an agent who was picked from the list',
		async () => {
			const { page } = editor;
			await addNode('brightcall', 'Trigger Speed To Lead Call');
			await editor.field('phoneNumber').fill('+14155550123');
			await choose('specifyAgents', 'From Brightcall');
			const agents = page.getByTestId('fixed-collection-accountAgents');
			await agents.getByText('Add Agent').click();
			await agents.getByTestId('rlc-input').click();
			await page.getByTestId('rlc-item').getByText('Ben Jones').click();
			await choose('specifyCustomParameters', 'Matching Input Fields');
			await page.getByText('sends each field of the item').waitFor();
			await editor.executeStep();
			await editor.output.getByText('Call request accepted').waitFor();
			expect(instance.sandbox.placed.map(({ values }) => values)).toMatchObject([
				{ lc_param_agent01name: 'Ben Jones', lc_param_agent01phone: '+442079460019' },
			]);
			expect(editor.errors).toEqual([]);
		},
		minutes(5),
	);
});
