/** Agents: who takes the call instead of the widget's own, from rows of the form, from JSON, or from the account's list. */
import type { AccountAgent } from '../../../../service/accountLists';
import type { PhoneReading } from '../../../../service/phone/phone';
import { isSameNumber } from '../../../../service/phone/sameNumber';
import { isBlank, isObject, toText, wrongValue } from '../../../../service/values';
import { choice, chosenInBrightcall, rows, text, type Field } from '../../../../service/fieldKinds';
import type { FormValues } from '../formValues';
import type { Findings } from './findings';
import { readJson, type JsonField } from './jsonField';
import { aCountry, countryOptions, readCountry, unknownCountry } from './phoneNumber';

const callRouting =
	"The widget's Call Routing in Brightcall decides whether they ring together or in turn";

const row = ['agent', 'Agent'] as const;

export const agentFields: Record<string, Field> = {
	specifyAgents: choice(
		'Specify Agents',
		"Who takes this call instead of the widget's own agents",
		[
			['fields', 'Using Fields Below'],
			['json', 'Using JSON', 'For a list that comes from your data'],
			['account', 'From Brightcall', "Choose agents of your account; needs the 'Account API Key'"],
		],
		{ hint: "Leave empty to call the widget's own agents" },
	),
	agents: rows('Agents', row, { specifyAgents: ['fields'] }, `${callRouting}.`, {
		name: text('Name', undefined, { placeholder: 'e.g. Anna Williams' }),
		phone: {
			...text('Phone', "A phone without + needs a 'Country'"),
			placeholder: 'e.g. +14155550125',
		},
		country: {
			displayName: 'Country',
			type: 'options',
			options: countryOptions("- The Lead's Country -"),
			default: '',
			description:
				"The country of a phone without +. If you leave it empty, the lead's 'Country' counts, unless that is an expression.",
		},
	}),
	accountAgents: rows(
		'Agents From Brightcall',
		row,
		{ specifyAgents: ['account'] },
		`The node looks up their phones in each run. ${callRouting}.`,
		{
			agent: chosenInBrightcall('Agent', 'An agent of your Brightcall account', 'searchAgents', {
				displayName: 'By Name, Email or ID',
				placeholder: 'e.g. Anna Williams',
			}),
		},
	),
	agentsJson: text(
		'Agents (JSON)',
		`A list of agents, each with name and phone, and with country if the phone has no +. ${callRouting}.`,
		{
			type: 'json',
			displayOptions: { show: { specifyAgents: ['json'] } },
			default: '[]',
			placeholder: 'e.g. [{ "name": "Anna Williams", "phone": "+14155550125" }]',
		},
	),
};

export interface Agent {
	name: string;
	phone: string;
}

type Row = Record<string, unknown>;

/** Leaves out an agent, or a part of one, e.g. `, Phone`. */
type LeaveOut = (part: string, expected: string, got: unknown) => void;

type ReadPhone = (value: unknown, country: string) => PhoneReading;

/** Brightcall numbers agents with two digits. */
const maxAgents = 99;

/** In the order given, at most 99. One of `leadPhones` would ring the lead twice. `country` is for phones without their own. */
export function readAgents(
	input: FormValues['agents'],
	country: string,
	leadPhones: string[],
	readPhone: ReadPhone,
	findings: Findings,
): Agent[] {
	const agents: Agent[] = [];
	const taken = leadPhones.map((phone) => ({ phone, whose: "the lead's" }));
	for (const [index, value] of givenIn(input, findings).entries()) {
		const leaveOut: LeaveOut = (part, ...wrong) =>
			findings.leaveOut('Agents', wrongValue(`Agent ${index + 1}${part}`, ...wrong));
		const row = 'chosen' in input ? accountRow(value, input.list, leaveOut) : plainRow(value);
		if (isBlank(row.name) && isBlank(row.phone)) {
			if ('json' in input) leaveOut('', 'a name and a phone', value);
			continue;
		}
		const agent = readAgent(row, 'chosen' in input ? unknownCountry : country, readPhone, leaveOut);
		const other = taken.find(({ phone }) => agent && isSameNumber(phone, agent.phone));
		if (other) leaveOut(', Phone', `another phone than ${other.whose}`, row.phone);
		if (!agent || other) continue;
		agents.push(agent);
		taken.push({ phone: agent.phone, whose: `that of ${agent.name}` });
	}
	if (agents.length > maxAgents) {
		const message = wrongValue('Agents', `${maxAgents} agents at most`, agents.length);
		findings.leaveOut('Agents', message);
	}
	return agents.slice(0, maxAgents);
}

function readAgent(row: Row, otherCountry: string, readPhone: ReadPhone, leaveOut: LeaveOut) {
	const country = readCountry(row.country);
	if (country === undefined) leaveOut(', Country', aCountry, row.country);
	const phone = readPhone(row.phone, (country ?? unknownCountry) || otherCountry);
	if ('expected' in phone) {
		if (country !== undefined) leaveOut(', Phone', phone.expected, row.phone);
		return undefined;
	}
	if (extension.test(String(row.phone))) {
		leaveOut(', Phone', 'a phone without an extension', row.phone);
		return undefined;
	}
	const name = toText(row.name ?? '');
	if (name === undefined) leaveOut(', Name', 'a name', row.name);
	return { name: name || 'Agent', phone: phone.phoneNumber };
}

/** A word or a sign between the number and its last digits; Brightcall dials the number alone. */
const extension = /\d[\s,;.()/-]*(?:\p{L}[\p{L}.]*|[#*;]|,,)[^\d+]*\d{1,6}\D*$/u;

function givenIn(input: FormValues['agents'], findings: Findings): unknown[] {
	if ('rows' in input) return input.rows;
	return 'chosen' in input ? input.chosen : (readJson(jsonField, input.json, findings) ?? []);
}

const jsonField: JsonField<unknown[]> = {
	label: 'Agents (JSON)',
	expected: 'a JSON array, e.g. [{"name": "Anna", "phone": "+14155550123"}]',
	expression: '[{ name: $json.owner, phone: $json.ownerPhone }]',
	read: (value) => {
		const rows = [value].flat().filter((row) => !isObject(row) || Object.keys(row).length > 0);
		const keys = rows.filter(isObject).flatMap((row) => Object.keys(plainRow(row)));
		return rows.length === 0 || keys.includes('name') || keys.includes('phone') ? rows : undefined;
	},
};

/** Its keys in small letters; of two spellings the first that is not blank. */
function plainRow(value: unknown): Row {
	const row: Row = {};
	for (const [key, part] of isObject(value) ? Object.entries(value) : []) {
		const name = key.trim().toLowerCase();
		if (isBlank(row[name])) row[name] = part;
	}
	return row;
}

/** The row of an agent of the account. No other agent of the same name takes the place of one who is gone. */
function accountRow(choice: unknown, list: AccountAgent[], leaveOut: LeaveOut): Row {
	if (isBlank(choice)) return {};
	const found = agentsNamed(toText(choice) ?? '', list);
	const [agent, other] = found.filter(({ isActive }) => isActive !== false);
	if (agent && !other) return { name: agent.name ?? String(agent.agentId), phone: agent.phone };
	let expected = 'an agent of your Brightcall account';
	if (found.length > 0) expected = 'an agent who is active in Brightcall';
	if (other) expected = 'the ID of one agent, because several have this name';
	leaveOut('', expected, choice);
	return {};
}

/** By ID, else by e-mail, else by name: only a name may belong to several agents. */
function agentsNamed(text: string, list: AccountAgent[]): AccountAgent[] {
	const isText = (value: unknown) =>
		value !== null && String(value).toLowerCase() === text.toLowerCase();
	const byKey = (['agentId', 'email', 'name'] as const).map((key) =>
		list.filter((agent) => isText(agent[key])),
	);
	return byKey.find((agents) => agents.length > 0) ?? [];
}
