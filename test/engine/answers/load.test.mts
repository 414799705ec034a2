import fc from 'fast-check';

import type { Fault } from '../../../sandbox/server.mts';
import { isThorough } from '../../harness/thorough.mts';
import { useBench } from '../setup.mts';

const bench = useBench();
const count = isThorough ? 10_000 : 500;

/** One lead in twenty meets one of these. */
const faults: Fault[] = [
	{ status: 403 },
	{ status: 429, headers: { 'retry-after': '600' } },
	{ status: 500, places: true },
	{ breaks: true },
	{ places: true, breaks: true },
];

test(`${count} leads with random faults and Retry On Fail: nobody twice, nobody lost`, async () => {
	const random = fc.sample(fc.noBias(fc.nat(99)), { seed: 20_301, numRuns: count });
	// The first one fails, so that n8n runs the node again for all of them.
	random[0] = 0;
	const phoneOf = (item: number) => `+1415${5_550_000 + item}`;
	const faultOf = new Map(
		[...random.entries()]
			.filter(([, chance]) => chance < 5)
			.map(([item, chance]) => [phoneOf(item), faults[chance]!]),
	);
	bench.sandbox.script = ({ lc_number }) => faultOf.get(String(lc_number));

	const { main, errors, run } = await bench.run(
		Array.from({ length: count }, (_, item) => ({ phone: phoneOf(item), name: `Lead ${item}` })),
		{
			onError: 'continueErrorOutput',
			retryOnFail: true,
			maxTries: 2,
			waitBetweenTries: 1,
			parameters: { leadFields: { name: '={{ $json.name }}' }, options: { triesWhenNotPlaced: 1 } },
		},
	);
	const remembered = JSON.stringify(run.data.executionData?.contextData);

	const timesPlaced = new Map<string, number>();
	for (const { phoneNumber } of bench.sandbox.placed) {
		timesPlaced.set(phoneNumber, (timesPlaced.get(phoneNumber) ?? 0) + 1);
	}
	const doubles = [...timesPlaced.values()].filter((times) => times > 1).length;
	const seen = [...main, ...errors].map(({ pairedItem }) => (pairedItem as { item: number }).item);
	const lost = count - new Set(seen).size;
	const bytesPerLead = Math.round(remembered.length / count);
	expect(faultOf.size).toBeGreaterThan(count / 50);
	expect({ doubles, lost, out: seen.length }).toEqual({ doubles: 0, lost: 0, out: count });
	expect(errors).toHaveLength(faultOf.size);
	expect(remembered).not.toMatch(/sandbox-(widget|api)-key/);
	expect(bytesPerLead).toBeLessThan(400);
}, 120_000);
