import { current, last1x } from '../../../scripts/n8n/install.mts';
import { minutes, useInstance } from '../setup.mts';
import { postEveryKind } from './triggerPosts.mts';

/** A pace that n8n bears on a busy machine; `npm run bench -- events` measures a faster one. */
const posts = 50;
const millisBetween = 250;

describe.each([current, last1x])('the trigger in n8n $version', (version) => {
	const instance = useInstance(version);

	test(
		`${posts} posts of every kind are each accounted for`,
		async () => {
			const posted = await postEveryKind(instance, posts, millisBetween);
			expect(posted.results).toEqual(posted.expectedResults);
			expect(posted.started).toEqual(posted.expectedStarted);
			expect(posted.failed).toBe(0);
		},
		minutes(6),
	);
});
