import type { IWebhookFunctions } from 'n8n-workflow';

import { logTurnedAway } from '../../../nodes/BrightcallTrigger/turnedAway';

test('each reason gets a line a minute, for each trigger', () => {
	const lines: string[] = [];
	const write = (line: string) => void lines.push(line);
	const trigger = (workflow: string) =>
		({
			getNode: () => ({ id: 'node', name: `Trigger of ${workflow}` }),
			getWorkflow: () => ({ id: workflow }),
			logger: { warn: write, error: write },
		}) as unknown as IWebhookFunctions;
	jest.useFakeTimers();
	for (let second = 0; second < 120; second++) {
		for (const reason of ['wrongToken', 'otherWidget', 'notNewFormat'] as const) {
			logTurnedAway(trigger('one'), reason);
		}
		logTurnedAway(trigger('one'), new Error(`No. ${second}`));
		logTurnedAway(trigger('two'), 'wrongToken');
		jest.advanceTimersByTime(1_000);
	}
	jest.useRealTimers();
	expect(lines).toHaveLength(2 * 5);
	expect(lines.filter((line) => line.startsWith('Trigger of two'))).toHaveLength(2);
});
