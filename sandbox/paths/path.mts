// How a path is written down and found.

import type { Reply } from '../addCall.mts';
import type { SandboxRequest } from '../request.mts';
import type { Sandbox } from '../sandbox.mts';

/** Answers a request; the parameters are those in the braces of its path. */
export type Handler = (
	sandbox: Sandbox,
	request: SandboxRequest,
	parameters: Record<string, string>,
) => Reply | Promise<Reply>;

/** Who answers what, e.g. `GET /api/v1/agents/{id}`. */
export type Paths = Record<string, Handler>;

/** The path that a request is for, as it stands in the list. */
export function findPath<Value>(
	paths: Record<string, Value>,
	{ method, path }: Pick<SandboxRequest, 'method' | 'path'>,
) {
	for (const [endpoint, handler] of Object.entries(paths)) {
		const [endpointMethod, endpointPath] = endpoint.split(' ') as [string, string];
		const found = method === endpointMethod && expressionOf(endpointPath).exec(path);
		if (found) return { handler, parameters: { ...found.groups } };
	}
	return undefined;
}

const expressions = new Map<string, RegExp>();

function expressionOf(path: string): RegExp {
	const known = expressions.get(path);
	if (known) return known;
	const escaped = path.replace(/[.*+?()[\]^$|\\]/g, '\\$&').replace(/\{(\w+)\}/g, '(?<$1>[^/]+)');
	const expression = new RegExp(`^${escaped}$`);
	expressions.set(path, expression);
	return expression;
}
