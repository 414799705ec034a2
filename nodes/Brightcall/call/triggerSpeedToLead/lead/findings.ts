/** Collects what is wrong with the form of one item while it is read. */

/** Something that the user should know of a call that goes out all the same: a sentence, and whose label it is about. */
export interface Warning {
	field: string;
	message: string;
}

export class Findings {
	readonly problems: string[] = [];
	readonly warnings: Warning[] = [];
	/** What to do about the problems, where their sentences do not say it. */
	hint?: string;

	/** @param isStrict whether optional data that cannot be used stops the call */
	constructor(private readonly isStrict: boolean) {}

	/** The call cannot be placed. */
	readonly reject = (message: string): void => void this.problems.push(message);

	/** The call is placed whatever the user wants of optional data. */
	warn(field: string, message: string): void {
		this.warnings.push({ field, message });
	}

	/** Optional data that the call can do without. */
	leaveOut(field: string, message: string): void {
		if (this.isStrict) this.reject(message);
		else this.warn(field, message);
	}
}
