import { credentialFor, type Instance } from '../../../scripts/n8n/instance.mts';
import { minutes } from '../setup.mts';
import { testCircle } from './circle.mts';
import { Editor } from './editor.mts';
import { testForm } from './form.mts';
import { testOptions } from './options.mts';
import { testPastCalls } from './pastCalls.mts';
import { testTriggerPanel } from './triggerPanel.mts';

/** What a user does and sees. */
export function testEditor(instance: Instance, isCurrent: boolean) {
	const editor = new Editor(instance);

	beforeAll(async () => await editor.open(), minutes(10));
	afterAll(async () => await editor.close());
	// n8n 1 itself writes of what it cannot reach, and has no licence for.
	afterEach(() => expect(isCurrent ? editor.errors : []).toEqual([]));

	testOptions(editor, instance);
	if (!isCurrent) return;

	describe('a new user', () => {
		beforeAll(async () => {
			const { id } = instance.credential;
			await instance.client.request('DELETE', `/rest/credentials/${id}`);
		});
		afterAll(async () => {
			instance.credential = await instance.client.createCredential(credentialFor(instance.sandbox));
		});
		testForm(editor, instance);
		testPastCalls(editor, instance);
	});

	testCircle(editor, instance);
	testTriggerPanel(editor, instance);
}
