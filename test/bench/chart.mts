// Draws time against the number of leads.

import { init } from 'echarts';

import { count } from './tables.mts';

export interface Chart {
	title: string;
	/** By their names; the last one is the ideal, and dashed. */
	lines: Record<string, Array<{ leads: number; millis: number }>>;
}

/** The text and lines of GitHub's two themes; the two colours are told apart by colour-blind people, too. */
const colours = {
	light: { text: '#1f2328', faint: '#d1d9e0', lines: ['#0969da', '#bc4c00', '#59636e'] },
	dark: { text: '#f0f6fc', faint: '#3d444d', lines: ['#4493f8', '#f0883e', '#9198a1'] },
};

/** The line as the legend shows it, which knows no dashes of its own. */
const dashes = 'path://M0 0H8V2H0ZM12 0H20V2H12ZM24 0H32V2H24Z';

/** An SVG without a background; both axes are logarithmic. */
export function drawChart({ title, lines }: Chart, theme: keyof typeof colours): string {
	const { text, faint, lines: lineColours } = colours[theme];
	const names = Object.keys(lines);
	const ideal = names.at(-1);
	const axis = (name: string, nameGap: number, formatter: (value: number) => string) => ({
		...({ type: 'log', nameLocation: 'middle', name, nameGap } as const),
		nameTextStyle: { color: text, fontSize: 13 },
		axisLine: { show: true, lineStyle: { color: faint } },
		splitLine: { lineStyle: { color: faint } },
		axisLabel: { color: text, fontSize: 12, formatter },
	});
	const chart = init(null, null, { renderer: 'svg', ssr: true, width: 760, height: 420 });
	chart.setOption({
		animation: false,
		textStyle: { fontFamily: '-apple-system, Segoe UI, Noto Sans, Helvetica, Arial, sans-serif' },
		title: { text: title, top: 8, left: 'center', textStyle: { color: text, fontSize: 15 } },
		legend: {
			top: 40,
			selectedMode: false,
			itemGap: 28,
			itemWidth: 32,
			itemHeight: 8,
			textStyle: { color: text, fontSize: 13 },
			data: names.map((name) => (name === ideal ? { name, icon: dashes } : { name })),
		},
		grid: { top: 80, left: 76, right: 32, bottom: 56 },
		xAxis: { ...axis('leads', 32, count), max: 'dataMax' },
		yAxis: axis('seconds', 52, (millis) => `${millis / 1000}`),
		color: lineColours,
		series: names.map((name) => ({
			name,
			type: 'line',
			silent: true,
			data: lines[name]!.map(({ leads, millis }) => [leads, millis]),
			symbol: name === ideal ? 'none' : 'circle',
			symbolSize: 7,
			lineStyle: { width: 2.5, type: name === ideal ? 'dashed' : 'solid' },
		})),
	});
	const svg = chart.renderToSVGString();
	chart.dispose();
	return svg;
}
