import type { ICredentialDataDecryptedObject, IWebhookFunctions } from 'n8n-workflow';

import type { Decision } from '../../../nodes/BrightcallTrigger/delivery';
import { decideWithCredential } from '../../../nodes/BrightcallTrigger/recentCredential';

const baseUrl = 'https://app.brightcall.ai';

/** A trigger with a credential that can be changed, as its webhook sees it. */
function trigger({ workflow = 'workflow', mode = 'webhook' } = {}) {
	const seen = {
		reads: 0,
		credential: {
			widgetKey: 'made-up-key',
			apiKey: 'made-up-too',
			baseUrl,
		} as ICredentialDataDecryptedObject,
		credentialId: 'credential',
	};
	const context = {
		getNode: () => ({ id: 'node', credentials: { brightcallApi: { id: seen.credentialId } } }),
		getWorkflow: () => ({ id: workflow }),
		getMode: () => mode,
		getCredentials: async () => {
			seen.reads++;
			return seen.credential;
		},
	} as unknown as IWebhookFunctions;
	/** An event with this key. */
	const post = async (key: string): Promise<boolean> => {
		const decision = await decideWithCredential(context, ({ widgetKey }): Decision =>
			widgetKey === key ? { start: true, item: {} } : { start: false, httpStatus: 403 },
		);
		return decision.start;
	};
	return { seen, post };
}

let now = Date.parse('2026-11-24T22:00:00Z');
beforeEach(() => jest.spyOn(Date, 'now').mockImplementation(() => now));
// Long enough for what was known to be forgotten.
afterEach(() => {
	now += 3_600_000;
	jest.restoreAllMocks();
});

test('many events at once need one look at the credential', async () => {
	const { seen, post } = trigger();
	for (let event = 0; event < 100; event++) expect(await post('made-up-key')).toBe(true);
	expect(seen.reads).toBe(1);
	now += 10_001;
	expect(await post('made-up-key')).toBe(true);
	expect(seen.reads).toBe(2);
});

test('a new key is let in at once, and the old one not for long', async () => {
	const { seen, post } = trigger();
	expect(await post('made-up-key')).toBe(true);
	seen.credential = { ...seen.credential, widgetKey: 'changed-key' };
	expect(await post('made-up-key')).toBe(true);
	expect(await post('changed-key')).toBe(true);
	expect(await post('made-up-key')).toBe(false);
});

test('an old key alone is let in for ten seconds at most', async () => {
	const { seen, post } = trigger();
	expect(await post('made-up-key')).toBe(true);
	seen.credential = { ...seen.credential, widgetKey: 'changed-key' };
	now += 9_000;
	expect(await post('made-up-key')).toBe(true);
	now += 1_001;
	expect(await post('made-up-key')).toBe(false);
});

test('whoever is refused is refused by the credential as it is', async () => {
	const { seen, post } = trigger();
	for (let event = 0; event < 5; event++) expect(await post('wrong')).toBe(false);
	expect(seen.reads).toBe(5);
});

test('another credential, another workflow and a test have a look of their own', async () => {
	const one = trigger();
	expect(await one.post('made-up-key')).toBe(true);
	one.seen.credentialId = 'another';
	one.seen.credential = { ...one.seen.credential, widgetKey: 'changed-key' };
	expect(await one.post('made-up-key')).toBe(false);

	const other = trigger({ workflow: 'other' });
	other.seen.credential = { ...other.seen.credential, widgetKey: 'changed-key' };
	expect(await other.post('made-up-key')).toBe(false);

	const tested = trigger({ mode: 'manual' });
	for (let event = 0; event < 3; event++) expect(await tested.post('made-up-key')).toBe(true);
	expect(tested.seen.reads).toBe(3);
});

test('a credential that cannot be read lets nobody in', async () => {
	const { seen, post } = trigger();
	seen.credential = { baseUrl };
	await expect(post('made-up-key')).rejects.toThrow('Widget Key: expected');
});
