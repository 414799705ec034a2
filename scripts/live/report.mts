// What a run found. Of the answers only the shape stays: types, and the names and words that are known.
import { isNoAnswer, type Answer } from '../../nodes/service/http/transport.ts';

/** The result of a fact. */
export interface Finding {
	step: string;
	expected: string;
	verdict: 'holds' | 'differs' | 'not tried';
	/** What came, or why it was not tried; nothing of an answer but its status. */
	came: string;
}

/** A line for each fact, and a sum. */
export function tableOf(findings: Finding[]): string {
	const rows = findings.map(({ verdict, step, expected, came }) =>
		[verdict.padEnd(9), step.padEnd(17), expected, `(${came})`].join('  '),
	);
	const count = (wanted: string) => findings.filter(({ verdict }) => verdict === wanted).length;
	const sum = `${count('holds')} hold, ${count('differs')} differ, ${count('not tried')} were not tried.`;
	return `${rows.join('\n')}\n\n${sum}`;
}

/** The report in Markdown: when and with which versions, the table, and the shape of each step's answer. */
export function reportOf(findings: Finding[], answers: Map<string, Answer>, about: string): string {
	const inBlock = (type: string, text: string) => `\`\`\`${type}\n${text}\n\`\`\``;
	const shapes = [...answers].map(([step, answer]) => {
		const shape = inBlock('json', JSON.stringify(shapeOf(answer), null, 1));
		return `### \`${step}\`: ${statusOf(answer)}\n\n${shape}`;
	});
	const table = inBlock('text', tableOf(findings));
	return ['# Brightcall, live', about, table, '## Shapes', ...shapes, ''].join('\n\n');
}

const wordsOf = (list: string) => new Set(list.split(/\s+/));

/** The service's own field names [doc], [schema], [peer], [seen]. */
const knownNames = wordsOf(
	`success ok status state message msg error errors code data result results detail details reason description title mimeType customParams custom_params id name hiddenInCallList endCallPayloadList
	calls_total calls_answered calls_no_answer calls_missed min_agent_answer_time max_agent_answer_time min_talk_time max_talk_time type call_id user_id widget_key widget_name timezone lead debug
	is_delayed_call called_lead_phone call_status time_started_iso_string time_agent_answered_iso_string time_lead_answered_iso_string time_ended_iso_string time_planned_iso_string time_created_iso_string
	answer_duration_sec lead_answer_duration_sec talk_duration_sec total_duration_sec disconnected_by recording_link agent phone email lead_phone lead_id source site_path referer ip country additional url
	companyName lead_ip_country lead_phone_country agent_result lead_result agents widgets widget isActive settings site_name active apiKey apiUrl apiType webhooks_v3 pre_call_webhook
	api_use_global_user_setting working_hours client_earliest_hour blacklistNumbers missed_call_client_sms phone_number api_key delay_sec future_unixstamp no_repeat api_source lc_number lc_number_2
	lc_message lc_param_name lc_param_email lc_param_message lc_param_live_check lc_param_agent01name lc_param_agent01phone`,
);

/** A text that is one of them stays as it is. Of what the service says the ones in it stay. */
const knownWords = wordsOf(
	`answered no_answer missed agent lead ok success successful error failed accepted queued start_call end_call lead_created agent_answered lead_answered agent_result_registered lead_result_registered
	end_callback LEADBACK_JSON LEADBACK_FORM_PAYLOAD audio/wav audio/x-wav audio/mpeg audio/ogg wrong number country key keys widget duplicate repeat repeated already blocked blacklist disabled inactive
	limit requests working hours invalid validation missing required expected integer string boolean unauthorized forbidden found balance account api lc_number delay_sec future_unixstamp no_repeat`,
);

/** Fields in which the service says something. */
const messageNames = /^(messages?|msg|errors?|reason|details?|description|title)$/;

const most = { depth: 8, fields: 60 };

export const statusOf = (answer: Answer | undefined): string =>
	!answer || isNoAnswer(answer)
		? `no answer (${answer?.failure.code})`
		: `HTTP ${answer.statusCode}, ${answer.body.kind}`;

/** The shape of an answer's body as JSON: types in brackets, and what is known. */
export function shapeOf(answer: Answer): unknown {
	if (isNoAnswer(answer)) return '(nothing)';
	const { kind, value } = answer.body;
	if (kind === 'json') return shape(value, '', 0);
	return kind === 'text' ? textShape(String(value), 'message') : `(${kind})`;
}

function shape(value: unknown, name: string, depth: number): unknown {
	if (typeof value === 'string') return textShape(value, name);
	if (typeof value === 'number') return '(number)';
	if (typeof value !== 'object' || value === null) return value;
	if (depth === most.depth) return '(more)';
	if (Array.isArray(value)) {
		const shapes = value.slice(0, most.fields).map((part) => shape(part, name, depth + 1));
		return [...new Map(shapes.map((one) => [JSON.stringify(one), one])).values()].slice(0, 3);
	}
	let unknown = 0;
	const fields = Object.entries(value).slice(0, most.fields);
	return Object.fromEntries(
		fields.map(([inner, part]) => [
			knownName(inner) ?? `(name ${++unknown})`,
			shape(part, messageNames.test(name) ? name : inner, depth + 1),
		]),
	);
}

/** The rest of a custom parameter's name may be anything. */
const knownName = (name: string): string | undefined =>
	knownNames.has(name) ? name : /^lc_param_/.exec(name)?.[0];

const textKinds: Array<[RegExp, string]> = [
	[/^\s*$/, '(empty)'],
	[/^\d+$/, '(digits)'],
	[/^\+\d+$/, '(+digits)'],
	[/^\d{4}-\d\d-\d\d[T ][\d:.]+(Z|[+-]\d\d:?\d\d)$/, '(time with offset)'],
	[/^\d{4}-\d\d-\d\d[T ][\d:.]+$/, '(time)'],
	[/^https:/, '(https address)'],
	[/^lc_param_/, '(lc_param_*)'],
];

function textShape(text: string, name: string): string {
	if (knownWords.has(text)) return text;
	if (messageNames.test(name)) {
		const words = new Set(text.toLowerCase().split(/[^a-z_]+/));
		return `(text) ${[...words].filter((word) => knownWords.has(word)).join(' ')}`.trim();
	}
	return textKinds.find(([kind]) => kind.test(text))?.[1] ?? '(text)';
}
