import type { Resource } from '../operation';
import { downloadRecording } from './downloadRecording/downloadRecording';
import { get } from './get';
import { getMany } from './getMany';
import { triggerSpeedToLead } from './triggerSpeedToLead/triggerSpeedToLead';
import { waitForOutcome } from './waitForOutcome/waitForOutcome';

export const call: Resource = {
	name: 'Call',
	operations: { triggerSpeedToLead, downloadRecording, get, getAll: getMany, waitForOutcome },
};
