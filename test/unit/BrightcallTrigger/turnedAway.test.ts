import type { IWebhookFunctions } from 'n8n-workflow';

import { logTurnedAway } from '../../../nodes/BrightcallTrigger/turnedAway';

const lines: string[] = [];

const trigger = (workflow: string, node = 'node') =>
	({
		getNode: () => ({ id: node, name: `Trigger of ${workflow}` }),
		getWorkflow: () => ({ id: workflow }),
		logger: {
			warn: (line: string) => lines.push(line),
			error: (line: string) => lines.push(line),
		},
	}) as unknown as IWebhookFunctions;

beforeEach(() => {
	lines.length = 0;
	jest.useFakeTimers({ now: Date.parse('2026-11-24T22:00:00Z') });
});
afterEach(() => jest.useRealTimers());

test('each reason gets a line a minute, for each trigger', () => {
	for (let second = 0; second < 120; second++) {
		for (const reason of ['wrongToken', 'otherWidget', 'notNewFormat'] as const) {
			logTurnedAway(trigger('one'), reason);
		}
		logTurnedAway(trigger('one'), new Error(`No. ${second}`));
		logTurnedAway(trigger('two'), 'wrongToken');
		jest.advanceTimersByTime(1_000);
	}
	expect(lines).toHaveLength(2 * 5);
	expect(lines.filter((line) => line.startsWith('Trigger of two'))).toHaveLength(2);
});

test('the line says what to do', () => {
	logTurnedAway(trigger('three'), 'wrongToken');
	logTurnedAway(trigger('three'), 'notNewFormat');
	logTurnedAway(trigger('three'), 'otherWidget');
	logTurnedAway(trigger('three'), new Error('Widget Key: expected the key of your widget'));
	expect(lines).toEqual([
		expect.stringMatching(/token in the URL is missing or wrong.*activate it again/),
		expect.stringContaining('"Send a webhook in post json in new format (beta)"'),
		expect.stringMatching(/another widget.*Accept Other Widgets/),
		expect.stringContaining('Widget Key: expected'),
	]);
});
