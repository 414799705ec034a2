// What Brightcall reads in a request for a call, and what it refuses.

import {
	parsePhoneNumberFromString,
	type CountryCode,
	isSupportedCountry,
} from 'libphonenumber-js';

/** What Brightcall would answer. */
export interface Reply {
	status: number;
	body: unknown;
	headers?: Record<string, string>;
}

export type Values = Record<string, unknown>;

/** A request that Brightcall would ring for. */
export interface PlacedCall {
	callId: string;
	/** Unix time in milliseconds. */
	time: number;
	phoneNumber: string;
	/** The parameters as they came, without the keys. */
	values: Values;
}

/** The JSON types of the vendor's request schema; everything else is custom and text. */
const types: Record<string, 'string' | 'integer' | 'boolean'> = {
	delay_sec: 'integer',
	future_unixstamp: 'integer',
	no_repeat: 'boolean',
};

/** The country of this sandbox's account, for local numbers without one. */
const accountCountry: CountryCode = 'US';

/** In a query everything is text; the service reads it back. */
export function fromQuery(query: URLSearchParams): Values {
	const values: Values = Object.fromEntries(query);
	for (const [name, type] of Object.entries(types)) {
		const text = values[name];
		if (type === 'integer' && /^\d+$/.test(String(text))) values[name] = Number(text);
		if (type === 'boolean' && text !== undefined) values[name] = text === 'true';
	}
	return values;
}

/** The 422 of the vendor's schema for the first value of a wrong type. */
export function checkTypes(values: Values): Reply | undefined {
	for (const [name, value] of Object.entries(values)) {
		const type = types[name] ?? 'string';
		const fits = type === 'integer' ? Number.isInteger(value) : typeof value === type;
		if (!fits) {
			const message = `Input Body validation failed: ${name}: Invalid input, should be ${type}.`;
			return { status: 422, body: { success: false, message } };
		}
	}
	return undefined;
}

/** The number in E.164, or the refusal of a number or country that Brightcall cannot use. */
export function readNumber(values: Values): { phoneNumber: string } | Reply {
	const country = String(values.country ?? accountCountry).replace(/^UK$/, 'GB');
	if (!isSupportedCountry(country)) return refuse('wrong country');
	const phone = parsePhoneNumberFromString(String(values.lc_number ?? ''), {
		defaultCountry: country,
		extract: false,
	});
	return phone?.isPossible() ? { phoneNumber: phone.number } : refuse('wrong number');
}

const refuse = (message: string): Reply => ({ status: 200, body: { success: false, message } });
