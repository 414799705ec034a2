import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';

import type { Paths } from './path.mts';

export const isOfPage = ({ path }: { path: string }) => path === '/' || path === '/calls';

/** The page for people, and what it asks for. */
export const pagePaths: Paths = {
	'GET /': async () => ({
		status: 200,
		body: await readFile(resolve('sandbox/page.html'), 'utf8'),
	}),
	'GET /calls': ({ placed }) => ({ status: 200, body: placed }),
};
