/** Bodies of call events as Brightcall's schemas have them, with the quirks that were seen. */

/** The key of the widget that they are from. */
export const widget = 'made-up-widget-51c7';

export const callId = '0a1b2c3d4e5f60718293a4b5c6d7e8f9';

const common = {
	call_id: callId,
	widget_key: widget,
	widget_name: 'Website callback  ',
	timezone: 'America/New_York',
	is_delayed_call: false,
};

const lead = {
	lead_phone: '14155550123',
	lead_id: '01FJMF4H421TYD6VAEW63BZM06',
	time_created_iso_string: '2026-11-24T22:00:00.000Z',
	source: 'api init (n8n)',
	country: 'US',
	additional: [],
	custom_params: {
		lc_param_name: 'Nathan Smith',
		lc_param_email: 'nathan@example.com',
		lc_param_message: 'Please call',
		lc_param_company: 'Acme',
		lc_param_agent01name: 'Anna Williams',
		lc_param_agent01phone: '+14155550125',
	},
};

const agent = {
	id: 101,
	name: 'Anna Williams',
	phone: '14155550125',
	email: 'anna.williams@example.com',
};

const started = { ...common, called_lead_phone: '14155550123', lead };

const agentAnswered = {
	...started,
	time_started_iso_string: '2026-11-24T22:00:05.000Z',
	time_agent_answered_iso_string: '2026-11-24T22:00:11.000Z',
	answer_duration_sec: 6,
	agent,
};

const leadAnswered = {
	...agentAnswered,
	time_lead_answered_iso_string: '2026-11-24T22:00:20.000Z',
	lead_answer_duration_sec: 9,
};

const ended = {
	...leadAnswered,
	call_status: 'answered',
	time_ended_iso_string: '2026-11-24T22:01:02.000Z',
	talk_duration_sec: 42,
	total_duration_sec: 57,
	recording_link: 'https://recordings.example.com/0a1b2c3d.mp3',
};

/** A body of each event. Of the last two only the name is known. */
export const bodies = {
	lead_created: {
		type: 'lead_created',
		...common,
		url: 'https://shop.example.com/',
		time_planned_iso_string: '2026-11-25T14:30:00+01:00',
		is_delayed_call: true,
		lead: { ...lead, country: undefined, lead_ip_country: 'DE', lead_phone_country: 'US' },
	},
	start_call: { type: 'start_call', ...started },
	agent_answered: { type: 'agent_answered', ...agentAnswered },
	lead_answered: { type: 'lead_answered', ...leadAnswered },
	end_call: { type: 'end_call', ...ended, disconnected_by: 'lead' },
	agent_result_registered: {
		type: 'agent_result_registered',
		...ended,
		lead_answer_duration_sec: undefined,
		agent_result: 'Scheduled Meeting',
	},
	lead_result_registered: { type: 'lead_result_registered', ...ended, lead_result: 'Satisfied' },
	end_callback: { type: 'end_callback', ...ended },
};
