import { tellProgress } from '../../../../../../nodes/Brightcall/call/triggerSpeedToLead/report/progress';

/** A run of so many seconds, on a clock that moves with each sleep. */
async function tell(mode: 'manual' | 'webhook', seconds: number) {
	const logged: string[] = [];
	const shown: string[] = [];
	const context = {
		logger: { info: (text: string) => logged.push(text) },
		getMode: () => mode,
		sendMessageToUI: (text: string) => shown.push(text),
	} as never;
	const end = new AbortController();
	const progress = { done: 0, all: 500 };
	let now = 0;
	const sleep = async (millis: number) => {
		now += millis;
		progress.done += 90;
		if (now > seconds * 1000) end.abort();
	};
	await tellProgress(context, progress, sleep, end.signal);
	return { logged, shown };
}

test('a run of less than ten seconds says nothing', async () => {
	expect(await tell('manual', 9)).toEqual({ logged: [], shown: [] });
});

test('a long one says how far it is every ten seconds, whether something happens or not', async () => {
	const told = ['Brightcall: 90 of 500 calls are done', 'Brightcall: 180 of 500 calls are done'];
	expect(await tell('manual', 25)).toEqual({ logged: told, shown: told });
});

test('nobody looks at the editor during an automatic run', async () => {
	const { logged, shown } = await tell('webhook', 11);
	expect([logged.length, shown]).toEqual([1, []]);
});
