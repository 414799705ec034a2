import { leads, useBench } from '../setup.mts';

jest.setTimeout(60_000);
const bench = useBench();

test('a packed bomb does not fill the memory, and is unknown', async () => {
	bench.sandbox.script = ({ lc_number }) =>
		lc_number === '+14155550101' ? { places: true, gzipBombMegabytes: 400 } : undefined;
	const before = process.memoryUsage().rss;
	const { main, errors } = await bench.run(leads(3), { onError: 'continueErrorOutput' });
	expect(process.memoryUsage().rss - before).toBeLessThan(150 * 2 ** 20);
	expect(main).toHaveLength(2);
	expect(errors.map(({ json }) => json)).toMatchObject([
		{ error: expect.stringContaining('too large'), details: { reason: 'unknown' } },
	]);
});

test('a large answer is cut in the output, and says so', async () => {
	bench.sandbox.script = () => ({
		status: 200,
		body: { success: true, more: 'x'.repeat(400_000) },
		places: true,
	});
	const { main } = await bench.run(leads(2));
	expect(main.map(({ json }) => json.success)).toEqual([true, true]);
	expect(main[1]!.json.response).toMatch(/\[cut: the answer had 4000\d\d characters\]$/);
});
