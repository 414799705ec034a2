import { progressTeller } from '../../../../../../nodes/Brightcall/call/triggerSpeedToLead/report/progress';

function teller(mode: 'manual' | 'webhook') {
	let now = 0;
	const logged: string[] = [];
	const shown: string[] = [];
	const context = {
		logger: { info: (text: string) => logged.push(text) },
		getMode: () => mode,
		sendMessageToUI: (text: string) => shown.push(text),
	} as never;
	const tell = progressTeller(context, () => now);
	const at = (seconds: number, done: number) => {
		now = seconds * 1000;
		tell(done, 500);
	};
	return { at, logged, shown };
}

test('a short run says nothing, a long one every ten seconds', () => {
	const { at, logged, shown } = teller('manual');
	for (const [seconds, done] of [
		[1, 1],
		[9, 90],
		[11, 110],
		[12, 120],
		[21, 200],
		[40, 500],
	] as const) {
		at(seconds, done);
	}
	const told = ['Brightcall: 110 of 500 calls are done', 'Brightcall: 200 of 500 calls are done'];
	expect(logged).toEqual(told);
	expect(shown).toEqual(told);
});

test('nobody looks at the editor during an automatic run', () => {
	const { at, logged, shown } = teller('webhook');
	at(11, 7);
	expect([logged.length, shown]).toEqual([1, []]);
});
