/** What a test makes the sandbox do with a request, instead of answering as usual. */
export interface Fault {
	latencyMillis?: number;
	/** Whether the lead is rung although the answer does not say so. */
	places?: boolean;
	/** Instead of an answer: the connection breaks, or stays open without a word. */
	breaks?: boolean;
	hangs?: boolean;
	status?: number;
	headers?: Record<string, string>;
	/** Text goes out as it is, anything else as JSON. */
	body?: unknown;
}
