/** Translates a lead into Brightcall's parameters: the only place where our names become the service's. */
import { parameterPrefix } from '../../../../service/parameterNames';
import type { Lead } from './lead';

/** The parameters of add_call_api, without the keys. The types matter: Brightcall's schema does not convert. */
export type CallRequest = Record<string, string | number | boolean>;

/** What is not known is left out, never sent empty. */
export function toCallRequest(lead: Omit<Lead, 'warnings'>): CallRequest {
	const request: Record<string, string | number | boolean | undefined> = {
		lc_number: lead.phoneNumber,
		lc_number_2: lead.secondPhoneNumber,
		country: lead.country,
		lc_param_name: lead.name,
		lc_param_email: lead.email,
		lc_param_message: lead.message,
		lc_message: lead.messageToAgent,
		delay_sec: lead.delaySeconds,
		future_unixstamp: lead.callAtSeconds,
		no_repeat: lead.blockDuplicates || undefined,
		api_source: lead.source,
	};
	for (const [name, value] of lead.customParameters) request[parameterPrefix + name] = value;
	lead.agents.forEach((agent, index) => {
		const number = String(index + 1).padStart(2, '0');
		request[`${parameterPrefix}agent${number}name`] = agent.name;
		request[`${parameterPrefix}agent${number}phone`] = agent.phone;
	});
	const given = Object.entries(request).filter(([, value]) => value !== undefined);
	return Object.fromEntries(given) as CallRequest;
}
