import fc from 'fast-check';

import {
	agentsIn,
	newRows,
	readParameterNames,
	type Row,
} from '../../../nodes/service/accountLists';

/** Reads all pages of a service, and notes which were asked for. */
async function readAll(serve: (query: { page: number; itemsPerPage: number }) => Row[]) {
	const rows: Row[] = [];
	const asked: number[] = [];
	const pages = newRows(async (query) => {
		asked.push(query.page);
		return await Promise.resolve(serve(query));
	});
	for await (const page of pages) rows.push(...page);
	return { rows, asked };
}

test('whatever a page holds at most, each entry comes once', async () => {
	const size = fc.integer({ min: 1, max: 200 });
	await fc.assert(
		fc.asyncProperty(fc.nat(300), size, async (count, most) => {
			const all = Array.from({ length: count }, (_, id) => ({ id }));
			const { rows } = await readAll(({ page, itemsPerPage }) => {
				const length = Math.min(most, itemsPerPage);
				return all.slice((page - 1) * length, page * length);
			});
			expect(rows).toEqual(all);
		}),
	);
});

test('a service that knows no pages is asked twice', async () => {
	const all = [{ id: 1 }, { id: null, name: 'Anna' }, { name: 'Bo' }];
	expect(await readAll(() => all)).toEqual({ rows: all, asked: [1, 2] });
});

test.each(['id', 'call_id'])('an entry that has changed is the same by its %s', async (name) => {
	const { rows } = await readAll(({ page }) => [{ [name]: 'a', page }]);
	expect(rows).toEqual([{ [name]: 'a', page: 1 }]);
});

test('a service whose entries are never the same is not asked for ever', async () => {
	let id = 0;
	expect((await readAll(() => [{ id: id++ }])).asked).toHaveLength(10_000);
});

test.each<[unknown, Row[]]>([
	[[{ id: 1 }, null, 7], [{ id: 1 }]],
	[{ agents: [{ id: 1 }] }, [{ id: 1 }]],
	[{ success: true, data: [{ id: 1 }] }, [{ id: 1 }]],
	[{ data: { agents: [{ id: 1 }] } }, [{ id: 1 }]],
])('the agents in %j', (body, rows) => {
	expect(agentsIn(body)).toEqual(rows);
});

test.each([{ widgets: [{ id: 1 }] }, {}, null])('%j has no agents', (body) => {
	expect(() => agentsIn(body)).toThrow('an answer without a list of agents');
});

const namesIn = async (body: unknown) =>
	await readParameterNames(async () => await Promise.resolve(body));
const list = [{ id: 'lc_param_company', name: 'Company' }, { id: 'LC_PARAM_Deal' }];
const noNames = [null, 7, 'x', {}, { id: 7 }, { id: null }];

test.each([
	{ success: true, customParams: list },
	{ custom_params: list },
	{ customParams: [...noNames, ...list] },
])('the names of parameters in %j', async (body) => {
	expect(await namesIn(body)).toEqual(['company', 'deal']);
});

test.each([
	{},
	{ customParams: 'company' },
	{ customParams: { id: 'a' } },
	list,
	'<html>',
	null,
	7,
])('%j has no names of parameters', async (body) => {
	await expect(namesIn(body)).rejects.toThrow('an answer without a list of parameters');
});
