/** Agents: who takes the call instead of the widget's own, from rows of the form, from JSON, or from the account's list. */
import type { INodeProperties, NodePropertyTypes } from 'n8n-workflow';

import type { PhoneReading } from '../../../../service/phone/phone';
import { isSameNumber } from '../../../../service/phone/sameNumber';
import { isBlank, show, toText, wrongValue } from '../../../../service/values';
import { chosenInBrightcall } from '../chosenInBrightcall';
import type { FormValues } from '../formValues';
import { agentRows } from '../accountAgents';
import type { Findings } from './findings';
import { isObject, readJson, rejectShape, type JsonField } from './jsonField';
import { aCountry, countryOptions, readCountry, unknownCountry } from './phoneNumber';

const callRouting =
	"The widget's Call Routing in Brightcall decides whether they ring together or in turn";

const agentList = {
	type: 'fixedCollection' as NodePropertyTypes,
	typeOptions: {
		multipleValues: true,
		sortable: true,
		multipleValueButtonText: 'Add Agent',
		fixedCollection: {
			itemTitle:
				'={{ $collection.item.value.name ?? $collection.item.value.agent?.cachedResultName ?? $collection.item.value.agent?.value }}',
		},
	},
	placeholder: 'Add Agent',
	default: {},
};

export const agentFields: INodeProperties[] = [
	{
		displayName: 'Specify Agents',
		name: 'specifyAgents',
		type: 'options',
		options: [
			{ name: 'Using Fields Below', value: 'fields' },
			{ name: 'Using JSON', value: 'json', description: 'For a list that comes from your data' },
			{
				name: 'From Brightcall',
				value: 'account',
				description: "Choose agents of your Brightcall account; needs the 'Account API Key'",
			},
		],
		default: 'fields',
		hint: "Leave empty to call the widget's own agents",
		description: "Who takes this call instead of the widget's own agents",
	},
	{
		displayName: 'Agents',
		name: 'agents',
		...agentList,
		displayOptions: { show: { specifyAgents: ['fields'] } },
		description: `${callRouting}.`,
		options: [
			{
				displayName: 'Agent',
				name: 'agent',
				values: [
					{
						displayName: 'Name',
						name: 'name',
						type: 'string',
						default: '',
						placeholder: 'e.g. Anna Williams',
					},
					{
						displayName: 'Phone',
						name: 'phone',
						type: 'string',
						default: '',
						placeholder: 'e.g. +14155550125',
						description: "A phone without + needs a 'Country'",
					},
					{
						displayName: 'Country',
						name: 'country',
						type: 'options',
						options: countryOptions("- The Lead's Country -"),
						default: '',
						description:
							"The country of a phone without +. If you leave it empty, the lead's 'Country' counts, unless that is an expression.",
					},
				],
			},
		],
	},
	{
		displayName: 'Agents From Brightcall',
		name: 'accountAgents',
		...agentList,
		displayOptions: { show: { specifyAgents: ['account'] } },
		description: `The node looks up their phones in each run. ${callRouting}.`,
		options: [
			{
				displayName: 'Agent',
				name: 'agent',
				values: [
					chosenInBrightcall({
						displayName: 'Agent',
						name: 'agent',
						description: 'An agent of your Brightcall account',
						searchMethod: 'searchAgents',
						typed: { displayName: 'By Name, Email or ID', placeholder: 'e.g. Anna Williams' },
					}),
				],
			},
		],
	},
	{
		displayName: 'Agents (JSON)',
		name: 'agentsJson',
		type: 'json',
		displayOptions: { show: { specifyAgents: ['json'] } },
		default: '[]',
		placeholder: 'e.g. [{ "name": "Anna Williams", "phone": "+14155550125" }]',
		description: `A list of agents, each with name and phone, and with country if the phone has no +. ${callRouting}.`,
	},
];

/** A person who takes the call instead of the widget's own agents. */
export interface Agent {
	name: string;
	phone: string;
}

/** What of the form and of the lead the agents depend on. */
interface AgentContext extends Pick<FormValues, 'accountAgents' | 'hasFixedCountry'> {
	/** Of the lead. */
	country: string;
	/** The lead's own: an agent with one of them would ring the lead twice. */
	leadPhones: string[];
	readPhone: (value: unknown, country: string) => PhoneReading;
}

const field = 'Agents';

/** Brightcall numbers agents with two digits. */
const maxAgents = 99;

/**
 * The agents in the order given, at most 99. One who cannot be dialled, comes twice, or has the lead's own phone is left
 * out. A phone without + is read with the agent's country, else with the lead's where that is the same for every item.
 */
export function readAgents(
	input: FormValues['agents'],
	context: AgentContext,
	findings: Findings,
): Agent[] {
	const agents: Agent[] = [];
	const rows = rowsOf(input, context, findings);
	for (const [index, given] of rows.entries()) {
		const label = `Agent ${index + 1}`;
		const row = isObject(given) ? withPlainKeys(given) : {};
		if (agents.length === maxAgents) {
			findings.leaveOut(field, wrongValue(field, `${maxAgents} agents at most`, rows.length));
			break;
		}
		if (isBlank(row.name) && isBlank(row.phone)) {
			const message = `${label}: expected a name and a phone, got ${show(given)}`;
			if (!('rows' in input)) findings.leaveOut(field, message);
			continue;
		}
		const agent = readAgent(row, label, context, findings);
		if (!agent) continue;
		const other = agents.find(({ phone }) => isSameNumber(phone, agent.phone));
		const isLead = context.leadPhones.some((phone) => isSameNumber(phone, agent.phone));
		if (other || isLead) {
			const expected = `another phone than ${isLead ? "the lead's" : `that of ${other?.name}`}`;
			findings.leaveOut(field, wrongValue(`${label}, Phone`, expected, row.phone));
		} else agents.push(agent);
	}
	return agents;
}

type Row = Record<string, unknown>;

function readAgent(
	row: Row,
	label: string,
	{ country: leadCountry, hasFixedCountry, readPhone }: AgentContext,
	findings: Findings,
): Agent | undefined {
	const country = readCountry(row.country);
	const phone = readPhone(
		row.phone,
		country === '' && hasFixedCountry ? leadCountry : country || unknownCountry,
	);
	const isReadable = 'phoneNumber' in phone;
	if (country === undefined) {
		findings.leaveOut(field, wrongValue(`${label}, Country`, aCountry, row.country));
	}
	if (!isReadable || extension.test(String(row.phone))) {
		const expected = isReadable ? 'a phone without an extension' : phone.expected;
		if (country !== undefined || isReadable) {
			findings.leaveOut(field, wrongValue(`${label}, Phone`, expected, row.phone));
		}
		return undefined;
	}
	const name = toText(row.name ?? '');
	if (name === undefined)
		findings.leaveOut(field, wrongValue(`${label}, Name`, 'a name', row.name));
	return { name: name || 'Agent', phone: phone.phoneNumber };
}

/** A word or a sign between the number and its last digits; Brightcall dials the number alone. */
const extension = /\d[\s,;.()/-]*(?:\p{L}[\p{L}.]*|[#*;]|,,)[^\d+]*\d{1,6}\D*$/u;

function rowsOf(
	input: FormValues['agents'],
	{ accountAgents = [] }: AgentContext,
	findings: Findings,
): unknown[] {
	if ('rows' in input) return input.rows;
	if ('chosen' in input) return agentRows(input.chosen, accountAgents, findings);
	const value = readJson(jsonField, input.json, findings);
	const rows: unknown[] = [value ?? []].flat();
	if (isEmptyObject(value) || rows.every((row) => row === null)) return [];
	const isAgent = (row: unknown) => isObject(row) && Object.keys(row).some(isAgentKey);
	if (rows.some(isAgent) || rows.every(isEmptyObject)) return rows;
	rejectShape(jsonField, value, findings);
	return [];
}

const isAgentKey = (key: string) => /^\s*(?:name|phone)\s*$/i.test(key);

const jsonField: JsonField = {
	label: 'Agents (JSON)',
	expected: 'a JSON array, e.g. [{"name": "Anna", "phone": "+14155550123"}]',
	expression: '[{ name: $json.owner, phone: $json.ownerPhone }]',
};

const isEmptyObject = (value: unknown) => isObject(value) && Object.keys(value).length === 0;

/** Keys in any case; of two spellings the first that is not blank. */
function withPlainKeys(row: Row): Row {
	const plain = new Map<string, unknown>();
	for (const [key, value] of Object.entries(row)) {
		const name = key.trim().toLowerCase();
		if (isBlank(plain.get(name))) plain.set(name, value);
	}
	return Object.fromEntries(plain);
}
