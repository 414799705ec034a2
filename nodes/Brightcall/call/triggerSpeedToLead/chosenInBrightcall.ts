/** A field whose value is chosen from a list in Brightcall, or typed. */
import type { INodeProperties } from 'n8n-workflow';

interface Choice extends Pick<INodeProperties, 'displayName' | 'name' | 'description'> {
	/** The node's method that reads the list. */
	searchMethod: string;
	/** How the value is typed instead. */
	typed: { displayName: string; placeholder: string };
}

/** @returns n8n's resource locator; `pointedTo` in formValues.ts reads it */
export const chosenInBrightcall = ({ searchMethod, typed, ...field }: Choice): INodeProperties => ({
	...field,
	type: 'resourceLocator',
	default: { mode: 'list', value: '' },
	modes: [
		{
			displayName: 'From List',
			name: 'list',
			type: 'list',
			placeholder: 'Choose…',
			typeOptions: { searchListMethod: searchMethod, searchable: true },
		},
		{ ...typed, name: 'name', type: 'string' },
	],
});
