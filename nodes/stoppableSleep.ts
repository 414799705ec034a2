/** Waits, unless a signal ends the wait. */
import { sleep } from 'n8n-workflow';

/** Resolves after the time, or at once when the signal is aborted; before version 2 n8n's own sleep takes no signal. */
export async function stoppableSleep(millis: number, signal: AbortSignal): Promise<void> {
	if (signal.aborted) return;
	let wake = () => {};
	const woken = new Promise<void>((resolve) => (wake = resolve));
	signal.addEventListener('abort', wake, { once: true });
	await Promise.race([sleep(millis, signal).catch(wake), woken]);
	signal.removeEventListener('abort', wake);
}
