import { readAgent } from '../../../../../../nodes/service/agentList';
import { expectLeftOut, leadOf } from '../filledForm';

const list = [
	{ id: 101, name: 'Anna Williams', phone: '+14155550125', email: 'anna@example.com' },
	{ id: 102, name: 'Ben Jones', phone: '442079460019', email: null, isActive: true },
	{ id: 103, name: 'Dana Left', phone: '+14155550126', email: 'dana@example.com', isActive: false },
	{ id: 104, name: 'Sam', phone: '+14155550127' },
	{ id: 'a-5', name: 'Sam', phone: '+14155550128' },
	{ id: 106, name: '102', phone: '+14155550129' },
	{ id: 107, name: 'Local', phone: '020 7946 0018' },
	{ id: 108, name: 'Nobody' },
	{ id: 109, name: 'Back Again', phone: '+14155550130', isActive: false },
	{ id: 110, name: 'Back Again', phone: '+14155550131', isActive: true },
	{ id: 111, name: null, phone: '+14155550132' },
].map(readAgent);

const valuesOf = (...chosen: unknown[]) => ({ agents: { chosen }, accountAgents: list });

test.each<[unknown, string, string]>([
	[101, 'Anna Williams', '+14155550125'],
	['101', 'Anna Williams', '+14155550125'],
	[' anna williams ', 'Anna Williams', '+14155550125'],
	['ANNA@example.com', 'Anna Williams', '+14155550125'],
	['Ben Jones', 'Ben Jones', '+442079460019'],
	['a-5', 'Sam', '+14155550128'],
	// An ID is meant before a name.
	['102', 'Ben Jones', '+442079460019'],
	['Back Again', 'Back Again', '+14155550131'],
	[111, '111', '+14155550132'],
])('%j is %s', (choice, name, phone) => {
	expect(leadOf(valuesOf(choice))).toMatchObject({ agents: [{ name, phone }], warnings: [] });
});

test('in the order chosen, without the blank ones', () => {
	expect(leadOf(valuesOf('', 'a-5', null, 101)).agents.map(({ phone }) => phone)).toEqual([
		'+14155550128',
		'+14155550125',
	]);
	expect(leadOf(valuesOf()).agents).toEqual([]);
});

test.each<[unknown, string]>([
	['Zoe', 'Agent 2: expected an agent of your Brightcall account, got "Zoe"'],
	[999, 'Agent 2: expected an agent of your Brightcall account, got 999'],
	[{ id: 101 }, 'Agent 2: expected an agent of your Brightcall account, got {"id":101}'],
	['Dana Left', 'Agent 2: expected an agent who is active in Brightcall, got "Dana Left"'],
	['103', 'Agent 2: expected an agent who is active in Brightcall, got "103"'],
	['Sam', 'Agent 2: expected the ID of one agent, got "Sam", which several are called'],
	[
		'Local',
		'Agent 2: expected an agent whose phone in Brightcall has + and country code, got "Local" with "020 7946 0018"',
	],
	[
		'Nobody',
		'Agent 2: expected an agent whose phone in Brightcall has + and country code, got "Nobody" with nothing',
	],
])('%j is left out', (choice, message) => {
	expect(expectLeftOut(valuesOf(101, choice), message).agents).toHaveLength(1);
	expect(expectLeftOut(valuesOf(null, choice), message).agents).toEqual([]);
});
