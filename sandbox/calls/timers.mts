/** What is still to happen; it can all be called off at once, and keeps no process alive. */
export class Timers {
	private readonly pending = new Set<NodeJS.Timeout>();

	after(millis: number, action: () => void): void {
		// Node fires at once what is to happen in more than 24 days.
		if (millis >= 2 ** 31) return;
		const timer = setTimeout(() => {
			this.pending.delete(timer);
			action();
		}, millis);
		timer.unref();
		this.pending.add(timer);
	}

	clear(): void {
		this.pending.forEach(clearTimeout);
		this.pending.clear();
	}
}
