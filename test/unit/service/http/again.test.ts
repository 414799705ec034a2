import { again } from '../../../../nodes/service/http/again';

const ask = async (results: Array<number | undefined>, stopAfter = Infinity) => {
	const waits: number[] = [];
	const stop = new AbortController();
	let asked = 0;
	const last = await again(async () => results[asked++], {
		momentaryMillis: (result) => result,
		signal: stop.signal,
		sleep: async (millis) => {
			waits.push(millis);
			if (waits.length === stopAfter) stop.abort();
		},
	});
	return { last, asked, waits };
};

test('what stays as it is is asked once', async () => {
	expect(await ask([undefined])).toEqual({ last: undefined, asked: 1, waits: [] });
});

test('what is momentary is asked three times again, with growing waits', async () => {
	expect(await ask([0, 0, undefined])).toEqual({ last: undefined, asked: 3, waits: [1000, 2000] });
	expect(await ask([0, 0, 0, 0, undefined])).toEqual({
		last: 0,
		asked: 4,
		waits: [1000, 2000, 4000],
	});
});

test('whoever is asked may want a longer wait, but not for ever', async () => {
	expect((await ask([1_500, 500, 3_600_000, 0])).waits).toEqual([1_500, 2_000, 60_000]);
});

test('who is stopped asks no more', async () => {
	expect(await ask([0, 0, 0], 1)).toMatchObject({ asked: 1, waits: [1_000] });
});
