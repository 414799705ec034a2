// When the live run does not start by itself: where nobody is there to say yes.

const how =
	'`npm run live -- --without-terminal` asks Brightcall only what rings nobody, with the keys in BRIGHTCALL_WIDGET_KEY, BRIGHTCALL_API_KEY and BRIGHTCALL_ACCOUNT_KEY.';

/** Why it does not start, and what can be done instead; undefined: it does. */
export function refusal(
	env: NodeJS.ProcessEnv,
	input: { isTTY?: boolean },
	output: { isTTY?: boolean },
): string | undefined {
	if (env.CI && env.CI !== 'false') return `This looks like CI, where nobody can type yes. ${how}`;
	if (!input.isTTY || !output.isTTY) return `This is no terminal, so nobody can type yes. ${how}`;
	return undefined;
}
