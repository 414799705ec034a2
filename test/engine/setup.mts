import type { IDataObject } from 'n8n-workflow';

import { startEngine, type Engine, type NodeSetup } from '../harness/engine.mts';
import { sandboxKeys, startSandbox, type Sandbox } from '../../sandbox/server.mts';

/** The engine and the sandbox of one test file; only the network between them is local. */
export interface Bench {
	engine: Engine;
	sandbox: Sandbox;
	/** Runs the node with the sandbox's credential; the phone number comes from each item. */
	run: (
		items: IDataObject[],
		setup?: Partial<NodeSetup>,
		cancelled?: Promise<unknown>,
	) => ReturnType<Engine['run']>;
	/** Opens a dropdown with the sandbox's credential, and types a filter. */
	search: (method: string, filter?: string, keys?: object) => ReturnType<Engine['search']>;
}

/** Starts both before the first test, forgets what came before each, and stops them after the last. */
export function useBench(): Bench {
	const bench = {} as Bench;
	beforeAll(async () => {
		bench.engine = await startEngine();
		bench.sandbox = await startSandbox();
		bench.run = async (items, { parameters, credential, ...settings } = {}, cancelled) =>
			await bench.engine.run(
				items,
				{
					parameters: { phoneNumber: '={{ $json.phone }}', ...parameters },
					credential: { ...sandboxKeys, baseUrl: bench.sandbox.url, ...credential },
					...settings,
				},
				cancelled,
			);
		bench.search = async (method, filter, keys) =>
			await bench.engine.search(
				method,
				{ ...sandboxKeys, baseUrl: bench.sandbox.url, ...keys },
				filter,
			);
	});
	beforeEach(() => {
		bench.sandbox.reset();
		bench.engine.store.reset();
	});
	afterAll(async () => await bench.sandbox.close());
	return bench;
}

/** Leads with numbers of the fictional range +1 415 555 01xx. */
export const leads = (count: number) =>
	Array.from({ length: count }, (_, index) => ({
		phone: `+1415555${String(100 + index).padStart(4, '0')}`,
		name: `Lead ${index}`,
	}));
