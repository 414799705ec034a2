// Who may import whom: the arrows of CONTRIBUTING.md, checked by dependency-cruiser in `npm test`.
// test/package/imports.test.mts plants an offence against each of these rules, so each is known to work.

const operation = '^nodes/Brightcall/call/triggerSpeedToLead';

/** What is not pure: these talk to n8n, so they may import it at run time. Everything else knows it only as types. */
const touchesN8n = [
	'^nodes/[A-Z][^/]*/[^/]+\\.node\\.ts$',
	'^nodes/service/http/transport\\.ts$',
	// Pickers, and the entry file of an operation.
	'^nodes/Brightcall/[a-z]+/[^/]+\\.ts$',
	'^nodes/Brightcall/call/([^/]+)/\\1\\.ts$',
	'^nodes/Brightcall/call/triggerSpeedToLead/(execute|checkItems)\\.ts$',
	'^nodes/stoppableSleep\\.ts$',
	'^nodes/Brightcall/call/triggerSpeedToLead/report/errors\\.ts$',
	'^nodes/Brightcall/eachItem\\.ts$',
];

/** A rule by its name, the reason that is shown to who breaks it, and the forbidden arrow. */
const rule = (name, comment, from, to) => ({ name, comment, severity: 'error', from, to });

export default {
	forbidden: [
		rule(
			'no-circle',
			'Two files that need each other are one file, or hide a third.',
			{},
			{ circular: true },
		),
		rule(
			'service-knows-no-node',
			'nodes/service and nodes/claims.ts stand below both nodes and the credential.',
			{ path: '^nodes/(service/|claims\\.ts$|stoppableSleep\\.ts$)' },
			{ path: '^(nodes/[A-Z]|credentials/)' },
		),
		rule(
			'nodes-are-strangers',
			'What both nodes need belongs to nodes/service.',
			{ path: '^nodes/([A-Z][^/]*)/' },
			{ path: '^nodes/[A-Z]', pathNot: '^nodes/$1/' },
		),
		rule(
			'credential-knows-only-service',
			'n8n loads the credential by itself, in the credentials dialog.',
			{ path: '^credentials/' },
			{ pathNot: ['^nodes/service/', 'node_modules/n8n-workflow/'] },
		),
		rule(
			'credential-loads-no-library',
			'Not on a detour either: for two keys nobody should wait for a schema, a calendar or phone numbers.',
			{ path: '^credentials/' },
			{ path: 'node_modules/(@types/)?(zod|luxon|libphonenumber-js|p-limit)/', reachable: true },
		),
		rule(
			'pure',
			'n8n only as types (`import type`), so that it is tested in milliseconds. What must touch n8n is listed on top.',
			{ path: '^nodes/', pathNot: touchesN8n },
			{ path: 'node_modules/n8n-workflow/', dependencyTypesNot: ['type-only'] },
		),
		rule(
			'lead-before-dial',
			'A lead is read and checked before anyone thinks of sending it or telling of it.',
			{ path: `${operation}/(lead|hours)/` },
			{ path: `${operation}/(dial|report)/` },
		),
		rule(
			'dial-before-report',
			'What is told comes after what was done.',
			{ path: `${operation}/dial/` },
			{ path: `${operation}/report/` },
		),
		rule(
			'run-on-top',
			'execute.ts and checkItems.ts use the parts, no part uses them.',
			{ path: `${operation}/(lead/|hours/|dial/|report/|form)` },
			{ path: `${operation}/(execute|checkItems)\\.ts$` },
		),
		rule(
			'operation-is-private',
			'What another operation needs of it belongs to nodes/service or to nodes/Brightcall itself.',
			{ path: '^nodes/', pathNot: [`${operation}/`, '^nodes/Brightcall/call/call\\.ts$'] },
			{ path: `${operation}/` },
		),
		rule(
			'picker-knows-no-operation',
			'A list for a dropdown serves every operation.',
			{ path: '^nodes/Brightcall/pickers/' },
			{ path: '^nodes/Brightcall/', pathNot: '^nodes/Brightcall/pickers/' },
		),
		rule(
			'one-file-carries-the-phone-library',
			'One file knows the library of phone numbers, whose metadata the build cuts down.',
			{ path: '^(nodes|credentials)/', pathNot: '^nodes/service/phone/numberingPlan\\.ts$' },
			{ path: 'node_modules/libphonenumber-js/' },
		),
		rule(
			'sources-stand-alone',
			'Only what lies in nodes/ and credentials/ is published.',
			{ path: '^(nodes|credentials)/' },
			{ path: '^(sandbox|scripts|test|dist|examples)/' },
		),
		rule(
			'sandbox-is-the-other-side',
			'A stand-in for Brightcall that shares our code would share our mistakes; n8n itself loads dist.',
			{ path: '^sandbox/' },
			{ path: '^(nodes|credentials)/' },
		),
	],
	options: {
		doNotFollow: { path: 'node_modules' },
		tsPreCompilationDeps: true,
	},
};
