import config from './jest.config.mjs';

// One n8n at a time: each of these files starts its own, and one that failed to start must not keep the run alive.
export default {
	...config,
	testMatch: ['<rootDir>/test/e2e/**/*.test.mts'],
	maxWorkers: 1,
	forceExit: true,
};
