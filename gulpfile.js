const { mkdir, readFile, rm, writeFile } = require('node:fs/promises');
const { dirname, relative } = require('node:path');
const esbuild = require('esbuild');
const { dest, parallel, series, src } = require('gulp');

/** The classes that n8n loads, each from a file of its own. */
const classes = {
	BrightcallApi: 'credentials/BrightcallApi.credentials',
	Brightcall: 'nodes/Brightcall/Brightcall.node',
	BrightcallTrigger: 'nodes/BrightcallTrigger/BrightcallTrigger.node',
};

/** All code in one file packs to two thirds of what a hundred files take. */
const code = 'dist/brightcall.js';

const clean = () => rm('dist', { recursive: true, force: true });

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
			// Parsing text is faster than running the same as code, and raw text packs best.
			const text = JSON.stringify(metadata);
			return { contents: `export default JSON.parse(String.raw\`${text}\`)` };
		}),
};

/** Only the library is minified: our own code stays as it can be read. */
const minifiedLibrary = {
	name: 'minified-library',
	setup: (build) =>
		build.onLoad({ filter: /libphonenumber-js.*\.js$/ }, async ({ path }) => {
			const { code } = await esbuild.transform(await readFile(path, 'utf8'), { minify: true });
			return { contents: code };
		}),
};

const bundle = () =>
	esbuild.build({
		stdin: {
			contents: [
				...Object.values(classes).map((file) => `export * from './${file}';`),
				// So that a test can compare it with the source.
				"export { readPhone } from './nodes/service/phone/phone';",
			].join('\n'),
			resolveDir: __dirname,
		},
		outfile: code,
		bundle: true,
		// What a user's machine has; libphonenumber-js it has not.
		external: ['n8n-workflow', 'zod', 'luxon'],
		plugins: [metadataWithoutFormats, minifiedLibrary],
		platform: 'node',
		target: 'node20',
		format: 'cjs',
		legalComments: 'inline',
		// The names stay, so that it can be read.
		minifyWhitespace: true,
	});

const entries = () =>
	Promise.all(
		Object.entries(classes).map(async ([name, path]) => {
			const file = `dist/${path}.js`;
			await mkdir(dirname(file), { recursive: true });
			const text = `exports.${name} = require('${relative(dirname(file), code)}').${name};\n`;
			await writeFile(file, text);
		}),
	);

const icons = () => src('icons/*.svg', { encoding: false }).pipe(dest('dist/icons'));

// Codex files (search words, links) and output schemas stand beside the node.
const metadata = () =>
	src(['nodes/**/*.node.json', 'nodes/**/__schema__/**/*.json'], { base: 'nodes' }).pipe(
		dest('dist/nodes'),
	);

exports.build = series(clean, parallel(bundle, entries, icons, metadata));
exports.default = exports.build;
