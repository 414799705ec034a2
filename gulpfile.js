const { execFile } = require('node:child_process');
const { rm } = require('node:fs/promises');
const { promisify } = require('node:util');
const esbuild = require('esbuild');
const { dest, parallel, series, src } = require('gulp');

const run = promisify(execFile);

const clean = () => rm('dist', { recursive: true, force: true });

const compile = () => run('npx', ['tsc', '-p', 'tsconfig.build.json']);

// libphonenumber-js is not on a user's machine, so the one file that needs it carries it along.
const bundle = () =>
	esbuild.build({
		entryPoints: ['nodes/service/phone.ts'],
		outfile: 'dist/nodes/service/phone.js',
		bundle: true,
		platform: 'node',
		target: 'node20',
		format: 'cjs',
		legalComments: 'inline',
		allowOverwrite: true,
	});

const icons = () => src('icons/*.svg', { encoding: false }).pipe(dest('dist/icons'));

// Codex files (search words, links) and output schemas stand beside the compiled node.
const metadata = () =>
	src(['nodes/**/*.node.json', 'nodes/**/__schema__/**/*.json'], { base: 'nodes' }).pipe(
		dest('dist/nodes'),
	);

exports.build = series(clean, parallel(series(compile, bundle), icons, metadata));
exports.default = exports.build;
