/** What a test makes the sandbox do with a request, instead of answering as usual. */
export interface Fault {
	latencyMillis?: number;
	/** Whether the lead is called although the answer does not say so. */
	places?: boolean;
	/** Instead of an answer: the connection breaks, or stays open without a word. */
	breaks?: boolean;
	hangs?: boolean;
	/** This answer instead of the usual one. Without a content type text is a page. */
	status?: number;
	headers?: Record<string, string>;
	/** Text goes out as it is, anything else as JSON. */
	body?: unknown;
	/** The answer trickles: so long a pause after every 16 bytes. */
	dripMillis?: number;
	/** Instead of the answer's body: JSON of so many megabytes, packed to a thousandth. */
	gzipBombMegabytes?: number;
}
