const { execFile } = require('node:child_process');
const { readFile, rm } = require('node:fs/promises');
const { promisify } = require('node:util');
const esbuild = require('esbuild');
const { dest, parallel, series, src } = require('gulp');

const run = promisify(execFile);

const clean = () => rm('dist', { recursive: true, force: true });

const compile = () => run('npx', ['tsc', '-p', 'tsconfig.build.json']);

/** Where libphonenumber-js' metadata holds how a country writes its numbers: this package only sends E.164. */
const formats = 4;

// A third of the metadata: without it, the ranges of mobiles and fixed lines fit in.
const withoutFormats = {
	name: 'without-formats',
	setup: (build) =>
		build.onLoad({ filter: /metadata\.max\.json\.js$/ }, async ({ path }) => {
			const metadata = JSON.parse(await readFile(path.replace(/\.js$/, ''), 'utf8'));
			for (const plans of [metadata.countries, metadata.nonGeographic]) {
				for (const plan of Object.values(plans)) plan[formats] = 0;
			}
			// Parsing text is faster than running the same as code.
			return { contents: `export default JSON.parse(${JSON.stringify(JSON.stringify(metadata))})` };
		}),
};

// libphonenumber-js is not on a user's machine, so the one file that needs it carries it along.
const bundle = () =>
	esbuild.build({
		entryPoints: ['nodes/service/phone.ts'],
		outfile: 'dist/nodes/service/phone.js',
		bundle: true,
		external: ['./phoneExcess', './phoneText'],
		plugins: [withoutFormats],
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
