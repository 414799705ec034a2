/** What the node does with agents. */
import type { Resource } from '../operation';
import { getMany } from './getMany';

export const agent: Resource = {
	name: 'Agent',
	operations: { getAll: getMany },
};
