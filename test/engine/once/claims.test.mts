import 'reflect-metadata';

import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { DataDeduplicationService, ExecuteContext } from 'n8n-core';
import {
	createRunExecutionData,
	Workflow,
	type INode,
	type IWorkflowExecuteAdditionalData,
} from 'n8n-workflow';

import { claimsOf } from '../../../nodes/claims';
import { DeduplicationStore } from '../../harness/deduplicationStore.mts';

const store = new DeduplicationStore();

beforeAll(async () => {
	process.env.N8N_USER_FOLDER ??= mkdtempSync(join(tmpdir(), 'n8n-'));
	process.env.N8N_LOG_LEVEL ??= 'silent';
	await DataDeduplicationService.init(store);
});

beforeEach(() => store.reset());

const newNode = (): INode => ({
	id: '7c1d3a52-0000-4000-8000-000000000000',
	name: 'Once',
	type: 'once',
	typeVersion: 1,
	position: [0, 0],
	parameters: {},
});

/** What n8n's engine hands to `execute`. */
function execution(node: INode): ExecuteContext {
	const workflow = new Workflow({
		id: 'workflow',
		nodes: [node],
		connections: {},
		active: false,
		nodeTypes: {
			getByName: () => undefined!,
			getByNameAndVersion: () => undefined!,
			getKnownTypes: () => ({}),
		},
	});
	const additionalData = { executionId: 'execution' } as IWorkflowExecuteAdditionalData;
	const executeData = { node, data: {}, source: null };
	const run = createRunExecutionData();
	return new ExecuteContext(
		workflow,
		node,
		additionalData,
		'trigger',
		run,
		0,
		[],
		{},
		executeData,
		[],
	);
}

const rowsOf = (node: INode) => store.contexts().filter((it) => it.startsWith(`n:${node.id}:`));

test("in n8n's engine each key has a row of its own", async () => {
	const node = newNode();
	const claims = claimsOf(execution(node));
	const keys = ['a', 'b', 'c'];
	expect(await Promise.all(keys.map(async (key) => await claims.claim(key)))).toEqual([
		'mine',
		'mine',
		'mine',
	]);
	await claims.settle('a', 'done');
	await claims.release('b');
	const later = claimsOf(execution(newNode()));
	expect(await Promise.all(keys.map(async (key) => await later.claim(key)))).toEqual([
		'done',
		'mine',
		'inProgress',
	]);
	// Three keys, and how one of them ended.
	expect(rowsOf(node)).toHaveLength(4);
	expect(store.contexts()).toHaveLength(4);
});
