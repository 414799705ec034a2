/** The result of sending one event to the widget's URL. */
export interface Delivery {
	body: unknown;
	/** The receiver's answer, or why there was none. */
	status?: number;
	failure?: string;
}

const timeoutMillis = 10_000;

/** Posts a body to a URL, once; nothing is thrown. */
export async function deliver(url: string, body: unknown): Promise<Delivery> {
	try {
		const answer = await fetch(url, {
			method: 'POST',
			headers: { 'content-type': 'application/json' },
			body: JSON.stringify(body),
			redirect: 'manual',
			signal: AbortSignal.timeout(timeoutMillis),
		});
		await answer.arrayBuffer();
		return { body, status: answer.status };
	} catch (error) {
		const { message, cause } = error as Error;
		return { body, failure: cause instanceof Error && cause.message ? cause.message : message };
	}
}
