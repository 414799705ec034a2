import { sandboxKeys, startSandbox } from '../sandbox/server.mts';

const port = Number(process.env.PORT ?? 4555);
const sandbox = await startSandbox(port);
console.log(`The sandbox runs at ${sandbox.url} (open it to see the calls). Stop it with Ctrl-C.

In n8n, create a Brightcall API credential with
  Widget Key      ${sandboxKeys.widgetKey}
  Widget API Key  ${sandboxKeys.apiKey}
  Base URL        ${sandbox.url}`);
