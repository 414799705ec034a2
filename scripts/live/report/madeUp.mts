// Made-up values in the place of real ones: of the same kind and look, and for the same one always the same.

type Kind = 'phone' | 'email' | 'url' | 'id' | 'number' | 'parameter' | 'text' | 'field';

/** Hands out made-up values, numbered by kind. */
export class MadeUp {
	private readonly numbers = new Map<string, number>();

	private readonly counts = new Map<Kind, number>();

	/** +1 415 555 01xx is fictional; with or without the plus, as the real one. */
	phone(real: string): string {
		const digits = 14155550101 + (this.numberOf('phone', real.replace(/\D/g, '')) % 99);
		return `${real.startsWith('+') ? '+' : ''}${digits}`;
	}

	email = (real: string): string => `person${this.numberOf('email', real)}@example.com`;

	/** With the protocol, and the ending by which a recording is known. It leads nowhere, should anyone follow it. */
	url(real: string): string {
		const protocol = /^https?:/i.exec(real)?.[0].toLowerCase() ?? 'https:';
		const ending = /\.(wav|mp3|ogg)\b/i.exec(real)?.[0] ?? '';
		return `${protocol}//127.0.0.1:9/made-up-${this.numberOf('url', real)}${ending}`;
	}

	/** As long, with the same signs in it; an `a` at the start keeps it from looking like a number. */
	id(real: string): string {
		const tail = String(this.numberOf('id', real));
		const zeros = real.slice(1, -tail.length).replace(/[\p{L}\p{N}_]/gu, '0');
		return (/[A-Z]/.test(real) ? 'A' : 'a') + zeros + tail;
	}

	/** For ids that are numbers. */
	number = (real: number | string): number => 1000 + this.numberOf('number', String(real));

	/** A custom parameter's name: 1-20 of a-z, 0-9 and _ [doc]. */
	parameter = (real: string): string =>
		`lc_param_made_up_${this.numberOf('parameter', real.toLowerCase())}`;

	text = (real: string): string => `made-up ${this.numberOf('text', real)}`;

	field = (real: string): string => `field${this.numberOf('field', real)}`;

	private numberOf(kind: Kind, real: string): number {
		const key = `${kind} ${real}`;
		const known = this.numbers.get(key);
		if (known !== undefined) return known;
		const next = (this.counts.get(kind) ?? 0) + 1;
		this.counts.set(kind, next);
		this.numbers.set(key, next);
		return next;
	}
}
