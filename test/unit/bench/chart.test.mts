import { drawChart, type Chart } from '../../bench/chart.mts';

const chart: Chart = {
	title: 'A <title> & more',
	lines: {
		Ours: [
			{ leads: 1, millis: 300 },
			{ leads: 20_000, millis: 60_000 },
		],
		Ideal: [
			{ leads: 1, millis: 250 },
			{ leads: 20_000, millis: 50_000 },
		],
	},
};
const texts = (svg: string) => [...svg.matchAll(/<text[^>]*>([^<]*)</g)].map(([, text]) => text);

test('names the lines, the axes and their values', () => {
	const shown = texts(drawChart(chart, 'light'));
	expect(shown).toEqual(
		expect.arrayContaining(['A &lt;title&gt; &amp; more', 'Ours', 'Ideal', 'leads', 'seconds']),
	);
	expect(shown).toEqual(expect.arrayContaining(['1', '100', '10,000', '20,000', '0.1', '10']));
});

test('a line goes through each of its points, and the ideal is dashed', () => {
	const svg = drawChart(chart, 'light');
	const lines = [
		...svg.matchAll(/<path d="M([\d.]+) ([\d.]+)L([\d.]+) ([\d.]+)"[^>]*stroke-width="2.5"[^>]*>/g),
	];
	expect(lines).toHaveLength(2);
	const [ours, ideal] = lines.map(([, ...ends]) => ends.map(Number));
	// The first lead on the left, the last on the right; less time is lower, which is a larger y.
	expect(ours![0]).toBeLessThan(ours![2]!);
	expect(ours![1]).toBeGreaterThan(ours![3]!);
	expect([ideal![0], ideal![2]]).toEqual([ours![0], ours![2]]);
	expect(ideal![1]).toBeGreaterThan(ours![1]!);
	expect(ideal![3]).toBeGreaterThan(ours![3]!);
	expect(lines.map(([path]) => path.includes('stroke-dasharray'))).toEqual([false, true]);
});

test('the themes differ only in colours, and have no background of their own', () => {
	const light = drawChart(chart, 'light');
	const dark = drawChart(chart, 'dark');
	const withoutColours = (svg: string) =>
		svg.replace(/#[0-9a-f]{3,6}\b/g, '').replace(/(zr\d+-)?cls-\d+|zr\d+-/g, '');
	expect(dark).not.toBe(light);
	expect(withoutColours(dark)).toBe(withoutColours(light));
	expect(light).toMatch(/<rect width="760" height="420" x="0" y="0" fill="none">/);
});
