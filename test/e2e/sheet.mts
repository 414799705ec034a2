import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { json } from 'node:stream/consumers';

import type { WorkflowNode } from './workflows.mts';

export type Row = Record<string, string | number> & { row_number: number };

/** A sheet on this machine, in Google's place. */
export interface Sheet {
	rows: Row[];
	/** How often all rows were read. */
	reads: number;
	/** The node of an example with the sheet instead of Google's: everything else of it stays as it is. */
	inPlaceOfGoogle: (google: WorkflowNode) => WorkflowNode;
	close: () => Promise<void>;
}

export async function startSheet(rows: Row[]): Promise<Sheet> {
	const server = createServer(async (request, response) => {
		if (request.method === 'GET') sheet.reads++;
		else {
			const values = (await json(request)) as Row;
			const row = rows.find(({ row_number }) => row_number === Number(values.row_number));
			Object.assign(row!, values, { row_number: row!.row_number });
		}
		response.setHeader('content-type', 'application/json');
		response.end(JSON.stringify(request.method === 'GET' ? rows : { updated: 1 }));
	});
	await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
	const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
	const sheet: Sheet = {
		rows,
		reads: 0,
		inPlaceOfGoogle: ({ parameters, ...google }) => {
			const { operation, columns } = parameters as {
				operation: string;
				columns?: { value: Record<string, string> };
			};
			const values = Object.entries(columns?.value ?? {}).map(([name, value]) => ({ name, value }));
			const request =
				operation === 'read'
					? { url, options: {} }
					: { url, method: 'POST', sendBody: true, bodyParameters: { parameters: values } };
			return {
				...google,
				type: 'n8n-nodes-base.httpRequest',
				typeVersion: 4.2,
				parameters: request,
			};
		},
		close: async () => {
			server.closeAllConnections();
			await new Promise((closed) => server.close(closed));
		},
	};
	return sheet;
}
