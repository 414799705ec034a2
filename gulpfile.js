const { execFile } = require('node:child_process');
const { readFile, rm } = require('node:fs/promises');
const { promisify } = require('node:util');
const esbuild = require('esbuild');
const { dest, parallel, series, src } = require('gulp');

const run = promisify(execFile);

const clean = () => rm('dist', { recursive: true, force: true });

const compile = () => run('npx', ['tsc', '-p', 'tsconfig.build.json']);

/** Where libphonenumber-js' metadata of a country says how its numbers are written. */
const formats = 4;

/** This package only writes E.164, so it does without a third of the metadata: how each country writes its numbers. */
const metadataWithoutFormats = {
	name: 'metadata-without-formats',
	setup: (build) =>
		build.onLoad({ filter: /metadata\.max\.json\.js$/ }, async () => {
			const file = require.resolve('libphonenumber-js/metadata.max.json');
			const metadata = JSON.parse(await readFile(file, 'utf8'));
			for (const plans of [metadata.countries, metadata.nonGeographic]) {
				for (const plan of Object.values(plans)) plan[formats] = 0;
			}
			// Parsing text is faster than running the same as code.
			const text = JSON.stringify(JSON.stringify(metadata));
			return { contents: `export default JSON.parse(${text})` };
		}),
};

// libphonenumber-js is not on a user's machine, so the one file that imports it carries it along.
const bundle = () =>
	esbuild.build({
		entryPoints: ['nodes/service/phone/numberingPlan.ts'],
		outfile: 'dist/nodes/service/phone/numberingPlan.js',
		bundle: true,
		plugins: [metadataWithoutFormats],
		platform: 'node',
		target: 'node20',
		format: 'cjs',
		legalComments: 'inline',
		// The names stay, so that it can be read; blanks and comments are 4 of 48 KB.
		minifyWhitespace: true,
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
