import type { Lead } from '../../../../../../nodes/Brightcall/call/triggerSpeedToLead/lead/lead';
import { toCallRequest } from '../../../../../../nodes/Brightcall/call/triggerSpeedToLead/lead/request';
import { bareName, parameterPrefix, placeOf } from '../../../../../../nodes/service/parameterNames';

/** Every field filled in. */
const fullLead: Required<Omit<Lead, 'warnings'>> = {
	phoneNumber: '+442079460018',
	country: 'GB',
	name: 'Ann',
	email: 'ann@example.com',
	message: 'Hi',
	secondPhoneNumber: '+442079460019',
	customParameters: new Map([['company', 'Acme']]),
	agents: [{ name: 'Bo', phone: '+442079460020' }],
	delaySeconds: 600,
	callAtSeconds: 1909128600,
	blockDuplicates: true,
	messageToAgent: 'Web lead',
	callingHours: { from: 540, until: 1200, days: [1], timeZone: 'Europe/London', outside: 'skip' },
	source: 'form',
};

test('what is not known is left out', () => {
	const lead = { phoneNumber: '4155550123', agents: [], blockDuplicates: false };
	const request = toCallRequest({ ...lead, customParameters: new Map() });
	expect(request).toStrictEqual({ lc_number: '4155550123' });
});

test('no custom parameter can take the place of a field', () => {
	const fields = Object.keys(toCallRequest({ ...fullLead, customParameters: new Map() }));
	const parameters = fields.filter((name) => name.startsWith(parameterPrefix)).map(bareName);
	expect(parameters).toContain('agent01phone');
	expect(parameters.filter((name) => placeOf(name) === undefined)).toEqual([]);
});
