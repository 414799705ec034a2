import config from './jest.config.mjs';

// One n8n at a time: each of these files starts its own.
export default { ...config, testMatch: ['<rootDir>/test/e2e/**/*.test.mts'], maxWorkers: 1 };
