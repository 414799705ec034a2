// Keeps the sandbox running for a real n8n to point at.
import { sandboxKeys, startSandbox } from '../sandbox/server.mts';

const { url } = await startSandbox(Number(process.env.PORT ?? 4555));
console.log(`The sandbox runs at ${url} (open it to see the calls). Stop it with Ctrl-C.

In n8n, create a Brightcall API credential with
  Widget Key       ${sandboxKeys.widgetKey}
  Widget API Key   ${sandboxKeys.apiKey}
  Account API Key  ${sandboxKeys.accountApiKey}
  Base URL         ${url}`);
