import type { INodeParameters, INodeProperties, INodePropertyCollection } from 'n8n-workflow';

/**
 * Refuses parameters that the form does not have, so that no test sets what no user can.
 *
 * @throws Error that names the first one
 */
export function assertDeclared(
	parameters: INodeParameters,
	properties: INodeProperties[],
	path = '',
): void {
	for (const [name, value] of Object.entries(parameters)) {
		const property = properties.find((declared) => declared.name === name);
		if (!property) throw new Error(`The form has no field ${path}${name}`);

		const inner = property.options as Array<INodeProperties & INodePropertyCollection> | undefined;
		if (property.type === 'collection' && isObject(value)) {
			assertDeclared(value, inner ?? [], `${name}.`);
		}
		if (property.type === 'fixedCollection' && isObject(value)) {
			for (const [listName, rows] of Object.entries(value)) {
				const list = inner?.find((declared) => declared.name === listName);
				if (!list) throw new Error(`The form has no list ${path}${name}.${listName}`);
				for (const row of [rows].flat()) {
					assertDeclared(row as INodeParameters, list.values, `${name}.${listName}.`);
				}
			}
		}
	}
}

/** The fields of the operation that is chosen; a new node's without one. */
export function shownFor(
	{ resource = 'call', operation = 'triggerSpeedToLead' }: INodeParameters,
	properties: INodeProperties[],
): INodeProperties[] {
	const chosen: INodeParameters = { resource, operation };
	return properties.filter(({ displayOptions }) =>
		Object.entries(chosen).every(([name, value]) => {
			const values = displayOptions?.show?.[name] as unknown[] | undefined;
			return values === undefined || values.includes(value);
		}),
	);
}

const isObject = (value: unknown): value is INodeParameters =>
	typeof value === 'object' && value !== null;
