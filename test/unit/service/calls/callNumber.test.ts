import { isCallTo } from '../../../../nodes/service/calls/callNumber';
import { readPhone } from '../../../../nodes/service/phone/phone';

const matches = (called: string, spelled: unknown) => {
	const reading = readPhone(spelled, '', 'off');
	const number = 'phoneNumber' in reading ? reading.phoneNumber : 'refused';
	return isCallTo({ phoneNumber: called, calledLeadPhone: null }, number);
};

test.each([
	['+79123456789', '8 (912) 345-67-89'],
	['+79123456789', 89123456789],
	['+79123456789', '9123456789'],
	['+442079460018', '011 44 20 7946 0018'],
	['+442079460018', '00 44 20 7946 0018'],
	['+442079460018', '020 7946 0018'],
	['+442079460018', 442079460018],
	['+14155550123', '(415) 555-0123'],
	['+14155550123', '1-415-555-0123'],
	['+3611234567', '06 1 123 4567'],
	['+375291234567', '8 029 123-45-67'],
	['+525512345678', '01 55 1234 5678'],
])('%s is %j', (called, spelled) => {
	expect(matches(called, spelled)).toBe(true);
});

test.each([
	['+79123456789', '8 (912) 345-67-80'],
	['+79123456789', '8 (913) 345-67-89'],
	['+79123456789', '+1 912 345-6789'],
	['+442079460018', '011 49 20 7946 0018'],
	['+442079460018', '030 7946 0018'],
	['+14155550123', '(416) 555-0123'],
	['+14155550123', '5550123x'],
])('%s is not %j', (called, spelled) => {
	expect(matches(called, spelled)).toBe(false);
});

test('the number that was called counts as well as the lead’s', () => {
	const call = { phoneNumber: '+14155550100', calledLeadPhone: '+442079460018' };
	expect(isCallTo(call, '+14155550100')).toBe(true);
	expect(isCallTo(call, '+442079460018')).toBe(true);
	expect(isCallTo({ phoneNumber: null, calledLeadPhone: null }, '+442079460018')).toBe(false);
});
