// How much the tests try: a little in `npm test`, much in `npm run test:long`.

export const isThorough = process.env.BRIGHTCALL_TESTS === 'long';

/** For fast-check: how many random cases a property has to hold for. */
export const randomRuns = { numRuns: isThorough ? 2_000 : 200 };
