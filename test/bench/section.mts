// What a section of docs/benchmarks.md is: a file in sections/ that measures something, and puts it into words.

import type { InstalledN8n } from '../../scripts/n8n/install.mts';
import type { Instance } from '../../scripts/n8n/instance.mts';

export interface Section {
	/** As the markers in the page and the command line name it. */
	name: string;
	measure: (bench: Bench) => Promise<Figures>;
}

export interface Bench {
	n8n: InstalledN8n;
	/** A short try that shows whether all works; its figures are not for the page. */
	isQuick: boolean;
	/** Starts a new n8n with a sandbox, instead of the one before; its environment may be another than usual. */
	newInstance: (env?: NodeJS.ProcessEnv) => Promise<Instance>;
}

export interface Figures {
	/** What stands between the section's markers. */
	markdown: string;
	/** Pictures that the page shows: their names, and what is in them. */
	pictures?: Record<string, string>;
	/** What the package promises, and whether it was so. */
	bars?: Record<string, boolean>;
}
