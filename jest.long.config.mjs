import config from './jest.config.mjs';

// The tests run in processes of their own, which inherit this.
process.env.BRIGHTCALL_TESTS = 'long';

export default { ...config, testTimeout: 300_000 };
