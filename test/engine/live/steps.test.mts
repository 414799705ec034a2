import { readFileSync } from 'node:fs';

import { mostOfFact } from '../../../scripts/live/person/screen.mts';
import { allSteps, chosenSteps } from '../../../scripts/live/steps/all.mts';
import { alwaysTyped, Person, useLive } from './setup.mts';

const bench = useLive();

describe('what a step says', () => {
	test.each(allSteps)('$name fits on a screen', async ({ facts, title }) => {
		expect(title.length).toBeLessThan(50);
		for (const { expected } of facts) expect(expected.length).toBeLessThanOrEqual(mostOfFact);
	});

	test('stands before its request, with what it costs', async () => {
		bench.sandbox.seedCalls({ count: 12 });
		const person = new Person(alwaysTyped('yes'));
		const told: string[] = [];
		bench.sandbox.script = () => {
			told.push(person.lines.slice(-8).join(' ').replace(/\s+/g, ' '));
			return undefined;
		};
		await bench.run(person);
		// The first is the one with wrong keys.
		const [, ...asked] = told;
		expect(asked).toHaveLength(8);
		for (const lines of asked) expect(lines).toMatch(/Costs .*Type yes to do it/);
	});

	test('no line is longer than a terminal is wide', async () => {
		const person = new Person(alwaysTyped('yes'));
		await bench.run(person);
		const long = person.lines.filter(
			(line) => line.length > 80 && !/live-report|https:/.test(line),
		);
		expect(long).toEqual([]);
	});
});

test('the README says which steps verify what, and leaves out none', () => {
	const readme = readFileSync('README.md', 'utf8');
	const [, table] = /^## What is not verified[^]*?\n(\| [^]*?)\n\n/m.exec(readme)!;
	const named = [...table!.matchAll(/`([\w,-]+)` +\|$/gm)].flatMap(([, names]) =>
		names!.split(','),
	);
	expect(named.sort()).toEqual(allSteps.map(({ name }) => name).sort());
});

test('the facts of a step can be told apart', () => {
	const all = allSteps.flatMap(({ name, facts }) => facts.map(({ expected }) => name + expected));
	expect(new Set(all).size).toBe(all.length);
});

describe('--only', () => {
	const namesOf = (only?: string) => chosenSteps(only).map(({ name }) => name);

	test('takes the named steps, and those that have to come before', () => {
		expect(namesOf('agents, parameters')).toEqual(['parameters', 'agents']);
		expect(namesOf('repeat')).toEqual(['call', 'repeat']);
		expect(namesOf('widget-url')).toEqual(['widgets', 'widget', 'widget-url']);
		expect(namesOf()).toHaveLength(allSteps.length);
	});

	test('names the steps when there is no such one', () => {
		expect(() => namesOf('calls')).toThrow('expected steps of keys-place, parameters');
	});

	test('every step can be taken alone', async () => {
		bench.sandbox.seedCalls({ count: 12 });
		for (const { name } of allSteps.filter((step) => step.request)) {
			const { report } = await bench.run(new Person(alwaysTyped('yes')), {
				steps: chosenSteps(name),
			});
			const tried = report?.findings.filter(
				({ step, verdict }) => step === name && verdict !== 'not tried',
			);
			expect([name, tried?.length]).not.toEqual([name, 0]);
		}
	});
});
