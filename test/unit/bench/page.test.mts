import { putBetweenMarkers } from '../../bench/page.mts';

const page = `# Page

<!-- figures: one -->

| old |

<!-- /figures -->

Between.

<!-- figures: two -->

<!-- /figures -->

End.
`;

test('what stood between the markers of a section is replaced, and nothing else', () => {
	expect(putBetweenMarkers(page, 'one', '| new |')).toBe(page.replace('| old |', '| new |'));
});

test('an empty place is filled', () => {
	expect(putBetweenMarkers(page, 'two', 'First.')).toBe(
		page.replace('two -->\n\n<!--', 'two -->\n\nFirst.\n\n<!--'),
	);
});

test('writing the same again changes nothing', () => {
	const once = putBetweenMarkers(page, 'two', 'Figures.');
	expect(putBetweenMarkers(once, 'two', 'Figures.')).toBe(once);
});

test('text that a replacement would read as a pattern stays as it is', () => {
	expect(putBetweenMarkers(page, 'one', "$& $1 $'")).toContain("\n$& $1 $'\n");
});

test.each([
	['none', page],
	['one', page.replace('<!-- figures: two -->', '<!-- figures: one -->')],
	['two', page.slice(0, page.lastIndexOf('<!-- /figures -->'))],
])('%s: a page without exactly one place for it is refused', (name, text) => {
	expect(() => putBetweenMarkers(text, name, 'Figures.')).toThrow(
		`Expected one place for the figures of ${name} in the page`,
	);
});

test('a section whose end is missing does not swallow the next one', () => {
	const text = page.replace('<!-- /figures -->\n\nBetween.', 'Between.');
	expect(() => putBetweenMarkers(text, 'one', 'Figures.')).toThrow('figures of one');
});
