import type { INodeProperties } from 'n8n-workflow';

/** A field of a node's form: a text, unless `more` says otherwise. */
export const formField = (
	displayName: string,
	name: string,
	description: string,
	more: Partial<INodeProperties> = {},
): INodeProperties => ({ displayName, name, type: 'string', default: '', description, ...more });
