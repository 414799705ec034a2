/** Collects what is wrong with the form of one item while it is read. */

/** Something that the user should know of a call that goes out all the same. */
export interface Warning {
	/** The field's label, the same for every row of a list. */
	field: string;
	/** A sentence: the field, what was expected, what came. */
	message: string;
}

export class Findings {
	/** What to do about the problems, where their sentences do not say it. */
	hint?: string;
	private readonly problems: string[] = [];
	private readonly leftOut: Warning[] = [];
	private readonly warnings: Warning[] = [];

	/** The call cannot be placed. */
	reject(message: string): void {
		this.problems.push(message);
	}

	/** Optional data that the call can do without, unless the user wants none that is incomplete. */
	leaveOut(field: string, message: string): void {
		this.leftOut.push({ field, message });
	}

	/** The call is placed whatever the user wants of optional data. */
	warn(field: string, message: string): void {
		this.warnings.push({ field, message });
	}

	/** @param isStrict whether optional data that cannot be used stops the call */
	conclude(isStrict: boolean): { problems: string[]; warnings: Warning[] } {
		const [stopping, others] = isStrict ? [this.leftOut, []] : [[], this.leftOut];
		return {
			problems: [...this.problems, ...stopping.map(({ message }) => message)],
			warnings: [...others, ...this.warnings],
		};
	}
}
