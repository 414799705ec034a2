const { execFile } = require('node:child_process');
const { readFile, rm } = require('node:fs/promises');
const { promisify } = require('node:util');
const esbuild = require('esbuild');
const { dest, parallel, series, src } = require('gulp');

const run = promisify(execFile);

const clean = () => rm('dist', { recursive: true, force: true });

const compile = () => run('npx', ['tsc', '-p', 'tsconfig.build.json']);

/** Positions in libphonenumber-js' metadata of a country: how its numbers are written, and their types; of mobiles among these. */
const [formats, types, mobile] = [4, 11, 1];

const readMetadata = async (kind) =>
	JSON.parse(await readFile(require.resolve(`libphonenumber-js/metadata.${kind}.json`), 'utf8'));

/** Everything but how a country writes its numbers, which is half of it: this package only sends E.164. */
async function withoutFormats() {
	const metadata = await readMetadata('min');
	for (const plans of [metadata.countries, metadata.nonGeographic]) {
		for (const plan of Object.values(plans)) plan[formats] = 0;
	}
	return metadata;
}

/** Only the patterns of mobiles, of countries whose types are not in the above. */
async function onlyMobiles() {
	const [{ countries }, min] = [await readMetadata('mobile'), await readMetadata('min')];
	const missing = Object.keys(countries).filter((country) => !min.countries[country][types]);
	const plans = missing.map((country) => {
		const plan = Array(types).fill(0);
		return [
			country,
			[...plan, countries[country][types] && [0, countries[country][types][mobile]]],
		];
	});
	return { countries: Object.fromEntries(plans) };
}

const smallerMetadata = {
	name: 'smaller-metadata',
	setup: (build) => {
		const replace = (filter, read) =>
			build.onLoad({ filter }, async () => {
				// Parsing text is faster than running the same as code.
				const text = JSON.stringify(JSON.stringify(await read()));
				return { contents: `export default JSON.parse(${text})` };
			});
		replace(/metadata\.min\.json\.js$/, withoutFormats);
		replace(/metadata\.mobile\.json(\.js)?$/, onlyMobiles);
	},
};

// libphonenumber-js is not on a user's machine, so the one file that needs it carries it along.
const bundle = () =>
	esbuild.build({
		entryPoints: ['nodes/service/phone/phone.ts'],
		outfile: 'dist/nodes/service/phone/phone.js',
		bundle: true,
		external: ['./phoneExcess', './phoneText'],
		plugins: [smallerMetadata],
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
