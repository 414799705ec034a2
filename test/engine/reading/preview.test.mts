import { readFileSync } from 'node:fs';

import { readWith, useReading } from './setup.mts';

const bench = useReading();

test.each([
	['call: getAll', {}],
	['call: get', { callId: '={{ $json.id }}' }],
	['call: waitForOutcome', { maxWaitMinutes: 0 }],
	['agent: getAll', {}],
])('the preview of %s holds what comes out', async (operation, parameters) => {
	const { body } = bench.sandbox.seedCalls({ count: 1 })[0]!;
	const item = {
		id: body.call_id,
		phoneNumber: `+${body.lead.lead_phone}`,
		calledAt: new Date(Date.now() - 25_000).toISOString(),
	};
	const { main } = await readWith(bench, operation)([item, item], parameters);
	const file = `nodes/Brightcall/__schema__/v1.0.0/${operation.replace(': ', '/')}.json`;
	const { properties } = JSON.parse(readFileSync(file, 'utf8')) as { properties: object };
	expect(Object.keys(main[0]!.json)).toEqual(Object.keys(properties));
});
