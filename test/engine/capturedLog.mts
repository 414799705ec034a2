import type { Writable } from 'node:stream';

/** What n8n logs, in full detail; it takes its log level and its way out while it is imported. */
export const logged: unknown[] = [];

process.env.N8N_LOG_LEVEL = 'debug';
const capture = (...words: unknown[]) => logged.push(words) > 0;
const { _stdout: stdout } = console as Console & { _stdout?: Writable };
if (stdout) stdout.write = capture;
else console.log = capture;
