/** What the user can do about a call that Brightcall refused. */
import { checkKeys } from '../../../../service/advice';
import type { SentLead } from './placement';

/** @param said the service's own words, '' when there are none */
export function hintFor(
	httpCode: number,
	said: string,
	{ phoneNumber, country: code }: SentLead,
): string {
	const number = `Lead Phone Number was sent as ${phoneNumber}`;
	const country = code ? `Country as ${code}` : 'Country was not set';
	if (httpCode === 401 || httpCode === 403) return checkKeys;
	if (httpCode === 422)
		return 'Brightcall does not take one of the values. Its message names the parameter.';
	if (httpCode === 409 || /duplicate|repeat/i.test(said)) {
		return 'Brightcall blocked a repeated request: the lead was probably rung before. See its call list.';
	}
	if (/wrong number|phone/i.test(said)) return `${number}, ${country}. Check both.`;
	if (/country/i.test(said))
		return `${number}, ${country}. Choose the country the number belongs to.`;
	if (/key|widget|auth/i.test(said)) return checkKeys;
	if (httpCode === 404 || (httpCode >= 300 && httpCode < 400)) {
		return 'Check the Base URL in the Brightcall credential: calls are not placed at this address, and redirects are not followed.';
	}
	return `${number}, ${country}. Check in Brightcall that the widget is switched on and the number is not on its blacklist.`;
}
