import { mkdtempSync, rmSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { current, last1x } from '../../scripts/n8n/install.mts';
import { sandboxKeys } from '../../sandbox/server.mts';
import { testEditor } from './browser/stories.mts';
import { testCredential } from './credential.mts';
import { testExamples } from './examples.mts';
import { testPlacing } from './placing.mts';
import { testReading } from './reading.mts';
import { minutes, useInstance } from './setup.mts';
import { testTrigger } from './trigger.mts';

jest.setTimeout(minutes(5));

const files = mkdtempSync(join(tmpdir(), 'recordings-'));
afterAll(() => rmSync(files, { recursive: true }));

// One n8n of each version for all of it: a start takes longer than most of the tests.
describe.each([current, last1x])('n8n $version', (version) => {
	const isCurrent = version === current;
	const instance = useInstance(version, {
		N8N_DEFAULT_BINARY_DATA_MODE: 'filesystem',
		N8N_RESTRICT_FILE_ACCESS_TO: files,
	});
	const tokens: string[] = [];
	// First, because a new user has no credential.
	describe('the editor', () => testEditor(instance, isCurrent));
	describe('placing', () => testPlacing(instance, isCurrent));
	describe('reading', () => testReading(instance));
	describe('the trigger', () => testTrigger(instance, isCurrent, tokens));
	describe('the examples', () => testExamples(instance, files));

	test("n8n's database and log hold no key and no token", async () => {
		const folder = join(instance.userFolder, '.n8n');
		// Without the rollback journal, which comes and goes.
		const names = (await readdir(folder)).filter((name) => /^database\.sqlite(-wal)?$/.test(name));
		const paths = [...names.map((name) => join(folder, name)), instance.n8n.log];
		const stored = Buffer.concat(
			await Promise.all(paths.map(async (path) => await readFile(path))),
		);
		for (const isStored of ['+14155551000', '14155550123', 'rejected an event']) {
			expect([isStored, stored.includes(isStored)]).toEqual([isStored, true]);
		}
		expect(tokens).not.toEqual([]);
		for (const secret of [...Object.values(sandboxKeys), ...tokens]) {
			expect([secret, stored.includes(secret)]).toEqual([secret, false]);
		}
	});

	// Last, because n8n's own node stores what it reads, and the widget's key is in that.
	describe('the credential', () => testCredential(instance));
});
