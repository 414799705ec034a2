import type { IDataObject, INodeParameters } from 'n8n-workflow';

import type { NodeSetup, RunResult } from '../../../sandbox/engine.mts';
import { sandboxKeys } from '../../../sandbox/server.mts';
import { useBench, type Bench } from '../setup.mts';

/** What reads: the account's key alone, so that nobody can be rung. */
export interface ReadingBench extends Bench {
	read: (
		operation: string,
		items: IDataObject[],
		parameters?: INodeParameters,
		setup?: Partial<NodeSetup>,
		cancelled?: Promise<unknown>,
	) => Promise<RunResult>;
}

export function useReading(): ReadingBench {
	const bench = useBench() as ReadingBench;
	beforeAll(() => {
		const { accountApiKey } = sandboxKeys;
		bench.read = async (operation, items, parameters = {}, setup = {}, cancelled) => {
			const [resource, name] = operation.split(': ') as [string, string];
			return await bench.engine.run(
				items,
				{
					...setup,
					parameters: { resource, operation: name, ...parameters },
					credential: { accountApiKey, baseUrl: bench.sandbox.url, ...setup.credential },
				},
				cancelled,
			);
		};
	});
	afterEach(() => {
		expect(bench.sandbox.received).toEqual([]);
		expect(bench.sandbox.leaks).toEqual([]);
	});
	return bench;
}

/** The error that stopped a run. */
export const errorOf = ({ run }: RunResult) =>
	run.data.resultData.error as { message?: string; description?: string } | undefined;
