import { choose } from '../../bench/choice.mts';
import type { Section } from '../../bench/section.mts';

const section = (name: string): Section => ({ name, measure: async () => ({ markdown: name }) });
const sections = ['calls', 'rateLimit', 'loading'].map(section);
const chosen = (...words: string[]) => {
	const choice = choose(sections, words);
	return { isQuick: choice.isQuick, names: choice.sections.map(({ name }) => name) };
};

test('without a word all sections, in full', () => {
	expect(chosen()).toEqual({ isQuick: false, names: ['calls', 'rateLimit', 'loading'] });
});

test('quick is no section', () => {
	expect(chosen('quick')).toEqual({ isQuick: true, names: ['calls', 'rateLimit', 'loading'] });
});

test('named sections come in the order of the page', () => {
	expect(chosen('loading', 'quick', 'calls')).toEqual({
		isQuick: true,
		names: ['calls', 'loading'],
	});
});

test('a word that means nothing is refused, and those that mean something are listed', () => {
	expect(() => chosen('calls', 'fast')).toThrow(
		'Expected quick or one of calls, rateLimit, loading, got fast',
	);
});
