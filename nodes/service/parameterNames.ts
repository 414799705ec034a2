/** The names of Brightcall's custom parameters: how they are written, and which are not free. */

/** The prefix that custom parameters carry in a request; people may type it or not. */
export const parameterPrefix = 'lc_param_';

/** Names with a field of their own in the form, or with a meaning of their own in the request. */
const placeOfReservedName = new Map([
	['name', 'Lead Fields > Name'],
	['email', 'Lead Fields > Email'],
	['message', 'Lead Fields > Message'],
	['lc_number', 'Lead Phone Number'],
	['lc_number_2', 'Lead Fields > Second Phone Number'],
	['lc_message', 'Options > Message to Agent'],
	['delay_sec', 'When to Call'],
	['future_unixstamp', 'When to Call'],
	['no_repeat', 'Options > Block Duplicates'],
	['api_source', 'Options > Source'],
	['widget_key', 'the Brightcall credential'],
	['api_key', 'the Brightcall credential'],
]);

const atStart = new RegExp(`^${parameterPrefix}`);

/** Whether a name carries the prefix; names have no case [doc]. */
export const hasPrefix = (name: string): boolean => atStart.test(name.trim().toLowerCase());

/** The name as Brightcall stores it: lower case, without the prefix. */
export const bareName = (name: string): string => name.trim().toLowerCase().replace(atStart, '');

/** The bare name that a user means: `Deal Value` and `LC_PARAM_deal-value` are deal_value. */
export const meantName = (name: string): string => bareName(name.trim().replace(/[\s-]+/g, '_'));

/** Whether Brightcall takes a bare name [doc]; names that mean something to JavaScript itself are refused, too. */
export const isAllowedName = (name: string): boolean =>
	/^[a-z0-9_]{1,20}$/.test(name) && !(name in Object.prototype) && name !== 'prototype';

/** Where in the form a value of this bare name belongs; undefined when it is free for a custom parameter. */
export const placeOf = (name: string): string | undefined =>
	/^agent\d+(name|phone)$/.test(name) ? 'Agents' : placeOfReservedName.get(name);
