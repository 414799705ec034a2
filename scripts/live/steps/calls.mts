// Steps that ask for calls, each after a typed yes, and what Brightcall tells of them.
import { addCall, listCalls } from '../../../nodes/service/endpoints.ts';
import { fictionalNumber, isRefused } from './reading.mts';
import type { Came, IsTrue, Known, LiveRequest, Step, Values } from './step.mts';

/** Sent with every call; the last one tells the run's own calls from others in the list. */
const own = { api_source: 'n8n', lc_param_name: 'Live', lc_param_live_check: 'n8n-live-check' };

const callTo = (values: Values): LiveRequest => ({
	method: 'POST',
	path: addCall,
	values: { ...own, ...values },
});

const isPlaced: IsTrue = ({ status }) => status === 'placed';

const refused = (does: string, words: string, values: Values): Step => ({
	does,
	costs: "Costs nothing if Brightcall refuses it. If not, your agents' phones ring.",
	request: () => callTo(values),
	facts: {
		'It is refused [schema]': isRefused,
		[`The refusal says "${words}" [schema]`]: ({ status, answer: { body } }) =>
			status === 'refused' ? JSON.stringify(body.value).toLowerCase().includes(words) : undefined,
	},
});

/** A call to the person; `more` is sent with it. */
const callMe = (
	does: string,
	more: (known: Known) => Values | Promise<Values>,
	facts: Step['facts'],
): Step => ({
	does,
	costs: "Costs one call. First the agents' phones ring, then yours.",
	request: async (known) => {
		const values = { lc_number: await known.phone('own'), ...(await more(known)) };
		return Object.values(values).includes('') ? 'you gave no number' : callTo(values);
	},
	facts,
});

async function ownAgent({ phone }: Known): Promise<Values> {
	return { lc_param_agent01name: 'Agent', lc_param_agent01phone: await phone('second') };
}

const inTwoMinutes = () => ({ future_unixstamp: Math.round(Date.now() / 1000) + 120 });
const tooShort = { lc_number: '+1415555' };
const nowhere = { lc_number: fictionalNumber, country: 'ZZ' };
const notCalled = 'the step `call` was not done before';
const rang = "Did a phone ring, an agent's or yours?";

const call = callMe('Asks for a call to your phone, now.', () => ({}), {
	'A call is accepted [doc]': isPlaced,
	'Its answer has `success: true` [schema]': ({ fields }) => fields.success === true,
	'A phone rings [doc]': rang,
});

const again = callMe('Asks for the same call again, with no_repeat.', () => ({ no_repeat: true }), {
	'A repeated request is refused [guess]': isRefused,
	'The node sees that it was a repeat [guess]': ({ placement }) =>
		placement.status === 'refused' ? placement.isRepeat === true : undefined,
	'No phone rings a second time [schema]': 'Did every phone stay silent?',
});

export const callSteps: Record<string, Step> = {
	'wrong-number': refused('Asks for +1415555, which is too short.', 'wrong number', tooShort),
	'wrong-country': refused('Asks for a number in a country ZZ.', 'wrong country', nowhere),
	call,
	repeat: {
		...again,
		request: (known) => (known.answers.has('call') ? again.request!(known) : notCalled),
	},
	delay: callMe('Asks for a call in a minute, with delay_sec.', () => ({ delay_sec: 60 }), {
		'A call with `delay_sec` is accepted [schema]': isPlaced,
		'A phone rings after 60 s [schema]': 'Did a phone ring a minute after your yes?',
	}),
	'at-time': callMe('Asks for a call in two minutes, with future_unixstamp.', inTwoMinutes, {
		'A call with `future_unixstamp` is accepted [schema]': isPlaced,
		'A phone rings at that time [schema]': 'Did a phone ring two minutes after your yes?',
	}),
	get: {
		...call,
		does: 'Asks for a call by GET, with the keys in the address.',
		request: async (known) => {
			const request = await call.request!(known);
			return typeof request === 'string' ? request : { ...request, method: 'GET' };
		},
		facts: { 'A call by GET is accepted [doc]': isPlaced, 'A phone rings for it, too [doc]': rang },
	},
	agent: callMe('Asks for a call with your second phone as the agent.', ownAgent, {
		'A call with `lc_param_agent01…` is accepted [doc]': isPlaced,
		'Only that agent rings [doc]': 'Did the second phone ring, and no other agent?',
	}),
	'call-in-list': {
		does: 'Looks for your call in the list of past calls. Wait until it is over.',
		costs: 'Costs nothing.',
		request: async ({ answers, phone }) => {
			if (!answers.has('call')) return notCalled;
			const digits = (await phone('own')).slice(1);
			return { path: listCalls, values: { filter_lead_number: digits, max_calls: 10, page: 1 } };
		},
		facts: {
			'The call is found by its number [doc]': (came) => ownIn(came) !== undefined,
			'`api_source` comes back as `api init (n8n)` [seen]': (came) =>
				ownIn(came) && ownIn(came)?.source === 'api init (n8n)',
			"The lead's name comes back [schema]": (came) => ownIn(came)?.leadName === own.lc_param_name,
		},
	},
};

/** The newest call that a live run sent. */
const ownIn = ({ events }: Came) =>
	events?.find(({ customParameters }) => customParameters?.live_check === own.lc_param_live_check);
