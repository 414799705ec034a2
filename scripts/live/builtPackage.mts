// The package's own code as it is built, so that what is proven is what the node does; the types are those of the sources.
import { createRequire } from 'node:module';
import { resolve } from 'node:path';

const require = createRequire(resolve('package.json'));

const built = <Module,>(path: string) => require(resolve('dist', path)) as Module;

const service = 'nodes/service';
const operation = 'nodes/Brightcall/call/triggerSpeedToLead';

export const { BrightcallApi } = built<
	typeof import('../../credentials/BrightcallApi.credentials.ts')
>('credentials/BrightcallApi.credentials.js');
export const { checkKeys } = built<typeof import('../../nodes/service/advice.ts')>(
	`${service}/advice.js`,
);
export const { readCallEvent } = built<typeof import('../../nodes/service/calls/callEvent.ts')>(
	`${service}/calls/callEvent.js`,
);
export const { defaultBaseUrl, readCredential, secretsOf } = built<
	typeof import('../../nodes/service/credential.ts')
>(`${service}/credential.js`);
export const endpoints = built<typeof import('../../nodes/service/endpoints.ts')>(
	`${service}/endpoints.js`,
);
export const { bareName, placeOf } = built<typeof import('../../nodes/service/parameterNames.ts')>(
	`${service}/parameterNames.js`,
);
export const { readPhone } = built<typeof import('../../nodes/service/phone/phone.ts')>(
	`${service}/phone/phone.js`,
);
export const { redact, redacted } = built<typeof import('../../nodes/service/http/redact.ts')>(
	`${service}/http/redact.js`,
);
export const { isNoAnswer, send } = built<typeof import('../../nodes/service/http/transport.ts')>(
	`${service}/http/transport.js`,
);
export const { verdictOf } = built<typeof import('../../nodes/service/http/verdict.ts')>(
	`${service}/http/verdict.js`,
);
export const { agentsIn, readAgent } = built<typeof import('../../nodes/service/agentList.ts')>(
	`${service}/agentList.js`,
);
export const { callsIn } = built<typeof import('../../nodes/service/calls/callList.ts')>(
	`${service}/calls/callList.js`,
);
export const { namesIn } = built<typeof import('../../nodes/service/parameterList.ts')>(
	`${service}/parameterList.js`,
);
export const { bodyOf, ReadingError } = built<typeof import('../../nodes/service/http/read.ts')>(
	`${service}/http/read.js`,
);
export const { fetchRecording } = built<
	typeof import('../../nodes/Brightcall/call/downloadRecording/fetchRecording.ts')
>('nodes/Brightcall/call/downloadRecording/fetchRecording.js');
export const { leadChecker, hasProblems } = built<
	typeof import('../../nodes/Brightcall/call/triggerSpeedToLead/lead/lead.ts')
>(`${operation}/lead/lead.js`);
export const { toCallRequest } = built<
	typeof import('../../nodes/Brightcall/call/triggerSpeedToLead/lead/request.ts')
>(`${operation}/lead/request.js`);
export const {
	isFailed,
	mayHaveRung: mayHaveBeenCalled,
	placementOf,
} = built<typeof import('../../nodes/Brightcall/call/triggerSpeedToLead/dial/placement.ts')>(
	`${operation}/dial/placement.js`,
);
export const { readableBody, setResultOf, urlIn, widgetIn } = built<
	typeof import('../../nodes/BrightcallTrigger/widgetUrl.ts')
>('nodes/BrightcallTrigger/widgetUrl.js');
