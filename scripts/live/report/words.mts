// Words that say nothing of anybody, by which a message of the service can still be understood.

/** Whatever is not among these is left out of a message: a name cannot be told from other words. */
const ordinary = `
a able above accept accepted access account action active add added address after again against agent agents all allow allowed
already also an and answer answered another any api app are argument array as ask asked at auth authentication authorization
authorised authorized available back bad balance be because been before below between black blacklist blacklisted block
blocked blocklist body boolean both busy business but by call callback called caller calling calls can cancelled cannot
change changed channel characters check client close closed code combination common company connect connected contact contain
contains content correct could country created credentials credit current custom daily data date day days debug decline declined
default delay delayed deleted denied destination dial did digits direct disabled do does done down duplicate duplicated
duplicates during each email empty enabled end ended enough error errors event events every exceeded exist existing exists
expected expired expires extra fail failed failure false feature field fields filter find finished first for forbidden format
found from full future gateway get given go good got had has have header help hidden hour hourly hours how http https id
identifier if ignored in inactive incorrect incoming info input insufficient integer internal ip international into invalid is
it its json just key keys known landline last later latest lead leads least length less like limit limits line list local
log long longer made many match matches max maximum may maybe message method min minimum minute minutes missed missing mobile
moment more most must name names needed never new next no none not nothing now null number numbers object of off offline ok okay on
once one only open opening operation operator or order other our out outside over page parameter parameters params
parse password path paused payment pending per permission permitted phone placed plan planned please possible post present
problem process processed processing processor provided put queue queued quota range rate reached read referer received recently
record recording refused region register registered reject rejected repeat repeated repeating request requested requests
required resource response restricted result retry ring ringing route routing same saved schedule scheduled schema second
seconds see send sent server service session set setting settings should site size sms some soon source specified stamp start
started state status still stop stopped string success successful successfully such support suspended switched system talk
temporarily temporary text than that the their them then there these they this time timed timeout timestamp timezone to today
together token tomorrow too total true try type unable unauthorised unauthorized unavailable unexpected unique unix unknown
unprocessable unsupported until up update updated url use used user using valid validation value values verified verify
version very via wait waiting was way we webhook weekend were what when where which while who widget widgets will with
within without work working would wrong xml yes yet you your zero zone exception
`;

/** The service's own: parameters, statuses, kinds of events. */
const vendors = `
add_call_api additional agent_answered agent_result_registered answer_duration_sec api_key api_source apiKey apiType apiUrl
brightcall call_id call_status convolo custom_params delay_sec disconnected_by end_call end_callback endCallPayloadList
future_unixstamp is_delayed_call lc_message lc_number lc_number_2 lead_answered lead_created lead_phone
lead_result_registered LEADCM_JSON max_calls no_answer no_repeat recording_link search_string speed start_call widget_ids
widget_key n8n init live wav mp3 payload state msg err fault faults statuscode httpstatus httpcode errorcode errormessage
succeeded results issuccess iserror title detail details reason description
`;

const known = new Set(
	`${ordinary} ${vendors}`
		.split(/\s+/)
		.filter((word) => word !== '')
		.map((word) => word.toLowerCase()),
);

export const isKnownWord = (word: string): boolean => known.has(word.toLowerCase());

/** Numbers of phones, addresses and accounts, however they are grouped. */
const longNumber = /\d[\d\s().,:/-]{2,}\d/g;

/** All but the zeros at its start and the first digit after them: they say what kind of number it is, not whose. */
const tellingDigits = /(?<=[1-9].*)\d/g;

/** Words and numbers; what stands between them says nothing. */
const word = /[\p{L}\p{M}\p{N}_]+/gu;

/** A message as it is, as far as it is made of known words and short numbers; of the rest only the length is left. */
export function inKnownWords(text: string): string {
	return text
		.replace(longNumber, (number) => number.replace(tellingDigits, '0'))
		.replace(word, (part) =>
			/^\d+$/.test(part) || isKnownWord(part) ? part : 'x'.repeat(part.length),
		);
}
