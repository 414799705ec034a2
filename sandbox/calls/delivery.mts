/** The result of sending one event to the widget's URL. */
export interface Delivery {
	/** Unix time in milliseconds, when it was sent. */
	time: number;
	url: string;
	body: unknown;
	/** The receiver's answer, or why there was none. */
	status?: number;
	failure?: string;
	/** Until then. */
	millis: number;
}

const timeoutMillis = 10_000;

/** Posts a body to a URL, once; nothing is thrown. */
export async function deliver(url: string, body: unknown): Promise<Delivery> {
	const time = Date.now();
	const sent = performance.now();
	const outcome = await post(url, body);
	return { time, url, body, ...outcome, millis: performance.now() - sent };
}

async function post(url: string, body: unknown): Promise<{ status: number } | { failure: string }> {
	try {
		const answer = await fetch(url, {
			method: 'POST',
			headers: { 'content-type': 'application/json' },
			body: JSON.stringify(body),
			redirect: 'manual',
			signal: AbortSignal.timeout(timeoutMillis),
		});
		await answer.arrayBuffer();
		return { status: answer.status };
	} catch (error) {
		const { message, cause } = error as Error;
		return { failure: cause instanceof Error && cause.message ? cause.message : message };
	}
}
