import type { IDataObject, INodeParameters } from 'n8n-workflow';

import type { NodeSetup, RunResult } from '../../harness/engine.mts';
import { sandboxKeys } from '../../../sandbox/server.mts';
import { useBench, type Bench } from '../setup.mts';

// The machine may be busy, and hundreds of calls take their time.
jest.setTimeout(60_000);

/** Runs an operation that reads, e.g. `call: getAll`, with the account's key alone. */
export const readWith =
	(bench: Bench, operation: string) =>
	async (
		items: IDataObject[],
		parameters: INodeParameters = {},
		{ credential, ...setup }: Partial<NodeSetup> = {},
		cancelled?: Promise<unknown>,
	): Promise<RunResult> => {
		const [resource, name] = operation.split(': ') as [string, string];
		const { accountApiKey } = sandboxKeys;
		return await bench.engine.run(
			items,
			{
				...setup,
				parameters: { resource, operation: name, ...parameters },
				credential: { accountApiKey, baseUrl: bench.sandbox.url, ...credential },
			},
			cancelled,
		);
	};

/** A bench on which nobody is called, and no key goes astray. */
export function useReading(): Bench {
	const bench = useBench();
	afterEach(() => {
		expect(bench.sandbox.received).toEqual([]);
		expect(bench.sandbox.leaks).toEqual([]);
	});
	return bench;
}

/** The error that stopped a run. */
export const errorOf = ({ run }: RunResult) =>
	run.data.resultData.error as { message?: string; description?: string } | undefined;
