import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, relative, resolve } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);
const operation = 'nodes/Brightcall/call/triggerSpeedToLead';

/**
 * An import that a rule of .dependency-cruiser.mjs has to find: the rule, who imports what, and over which file. What the
 * rules have to allow are the sources themselves, in `npm run imports`.
 */
const offences: Array<[rule: string, from: string, to: string, over?: string]> = [
	['no-circle', 'nodes/service/egg.ts', 'nodes/service/hen.ts'],
	['service-knows-no-node', 'nodes/service/http/redact.ts', `${operation}/dial/placement.ts`],
	['service-knows-no-node', 'nodes/claims.ts', 'nodes/BrightcallTrigger/delivery.ts'],
	['nodes-are-strangers', 'nodes/BrightcallTrigger/form.ts', `${operation}/form.ts`],
	['nodes-are-strangers', `${operation}/form.ts`, 'nodes/BrightcallTrigger/registration.ts'],
	['credential-knows-only-service', 'credentials/One.ts', 'nodes/claims.ts'],
	['credential-knows-only-service', 'credentials/One.ts', 'lodash'],
	['credential-loads-no-library', 'credentials/Two.ts', 'zod', 'nodes/service/values.ts'],
	['credential-loads-no-library', 'credentials/Two.ts', 'luxon', 'nodes/service/values.ts'],
	['pure', `${operation}/lead/lead.ts`, 'n8n-workflow'],
	['pure', 'nodes/service/phone/phone.ts', 'n8n-workflow'],
	['lead-before-dial', `${operation}/lead/request.ts`, `${operation}/dial/dialer.ts`],
	['lead-before-dial', `${operation}/lead/request.ts`, `${operation}/report/tally.ts`],
	['dial-before-report', `${operation}/dial/sendCall.ts`, `${operation}/report/tally.ts`],
	['run-on-top', `${operation}/report/errors.ts`, `${operation}/execute.ts`],
	['run-on-top', `${operation}/formValues.ts`, `${operation}/checkItems.ts`],
	['operation-is-private', 'nodes/Brightcall/call/getMany.ts', `${operation}/lead/lead.ts`],
	['operation-is-private', 'nodes/Brightcall/Brightcall.node.ts', `${operation}/execute.ts`],
	['picker-knows-no-operation', 'nodes/Brightcall/pickers/list.ts', `${operation}/lead/lead.ts`],
	['one-file-carries-the-phone-library', `${operation}/lead/lead.ts`, 'libphonenumber-js/min'],
	['sources-stand-alone', 'nodes/service/phone/countries.ts', 'test/unit/countries.ts'],
	['sources-stand-alone', 'nodes/service/phone/countries.ts', 'dist/countries.ts'],
	['sandbox-is-the-other-side', 'sandbox/server.mts', 'nodes/service/phone/phone.ts'],
];

const isPackage = (name: string) => !/^(nodes|credentials|sandbox|test|dist)\//.test(name);

/** A folder in which every file imports what the table above says, and every package is an empty one. */
async function plant(): Promise<string> {
	const contents = new Map<string, string>();
	const add = (name: string, line = '') =>
		contents.set(name, `${contents.get(name) ?? ''}${line}\n`);
	const chains = offences.map(([, from, to, over]) => (over ? [from, over, to] : [from, to]));
	for (const chain of chains) {
		for (const [place, to] of chain.entries()) {
			add(isPackage(to) ? `node_modules/${to}/index.js` : to);
			const from = chain[place - 1];
			if (from) add(from, `import '${specifierOf(from, to)}';`);
		}
	}
	// An import of types closes a circle, too.
	add('nodes/service/hen.ts', "import type {} from './egg';");

	const root = await mkdtemp(join(tmpdir(), 'imports-'));
	for (const [name, content] of contents) {
		await mkdir(dirname(join(root, name)), { recursive: true });
		await writeFile(join(root, name), content);
	}
	return root;
}

function specifierOf(from: string, to: string): string {
	if (isPackage(to)) return to;
	const path = relative(dirname(from), to.replace(/\.ts$/, ''));
	return path.startsWith('.') ? path : `./${path}`;
}

const arrow = (rule: string, from: string, to: string) => `${rule}: ${from} -> ${to}`;

/** What dependency-cruiser says. */
interface Summary {
	violations: Array<{ from: string; to: string; rule: { name: string } }>;
	ruleSetUsed: { forbidden: Array<{ name: string }> };
}

let found: string[];
let rules: string[];

beforeAll(async () => {
	const root = await plant();
	const program = resolve('node_modules/dependency-cruiser/bin/dependency-cruise.mjs');
	const options = ['--config', resolve('.dependency-cruiser.mjs'), '--output-type', 'json'];
	const folders = ['nodes', 'credentials', 'sandbox', 'test'];
	// It ends with the number of errors.
	const { stdout } = await run('node', [program, ...options, ...folders], {
		cwd: root,
		maxBuffer: 100_000_000,
	}).catch((error: { stdout: string }) => error);
	const { summary } = JSON.parse(stdout) as { summary: Summary };
	rules = summary.ruleSetUsed.forbidden.map(({ name }) => name);
	found = summary.violations.map(({ rule, from, to }) =>
		arrow(rule.name, from, to.replace(/^node_modules\/(.*)\/index\.js$/, '$1')),
	);
	await rm(root, { recursive: true });
}, 60_000);

test.each(offences)('%s: %s must not import %s', (rule, from, to) => {
	expect(found).toContain(arrow(rule, from, to));
});

test('every rule is proven here', () => {
	expect([...new Set(offences.map(([rule]) => rule))].sort()).toEqual([...rules].sort());
});
