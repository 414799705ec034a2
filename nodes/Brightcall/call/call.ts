/** What the node does with calls. */
import type { Resource } from '../operation';
import { triggerSpeedToLead } from './triggerSpeedToLead/triggerSpeedToLead';

export const call: Resource = {
	name: 'Call',
	operations: { triggerSpeedToLead },
};
