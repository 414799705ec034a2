import type { Browser, Page } from 'playwright-core';

import { sandboxKeys, startSandbox, type Sandbox } from '../../../sandbox/server.mts';
import { launchChromium } from './browser.mts';

let sandbox: Sandbox;
let browser: Browser;
let page: Page;
const errors: string[] = [];

beforeAll(async () => {
	sandbox = await startSandbox();
	browser = await launchChromium();
	page = await browser.newPage();
	page.setDefaultTimeout(20_000);
	page.on('pageerror', ({ message }) => errors.push(message));
	page.on('console', (line) => {
		if (line.type() === 'error') errors.push(line.text());
	});
	await page.goto(sandbox.url);
}, 300_000);

afterAll(async () => {
	await browser?.close();
	await sandbox?.close();
});

const call = async (values: object) =>
	await fetch(`${sandbox.url}/rest/v1/ext/add_call_api/`, {
		method: 'POST',
		body: JSON.stringify({
			widget_key: sandboxKeys.widgetKey,
			api_key: sandboxKeys.apiKey,
			...values,
		}),
	});

test('someone chooses what becomes of the next call, and sees it come and end', async () => {
	await page.getByText('No calls yet').waitFor();
	await page.getByText('none, so nothing is sent').waitFor();

	await page.getByLabel('Outcome of the next call').selectOption('missed');
	expect(await page.getByLabel('Talk time').isDisabled()).toBe(true);
	await page.getByRole('button', { name: 'Choose' }).click();
	await page.getByLabel('Outcome of the next call').selectOption('answered');
	await page.getByLabel('Talk time').fill('125');
	await page.getByRole('button', { name: 'Choose' }).click();
	await page.getByRole('status').getByText('The next calls will be: missed, answered.').waitFor();

	sandbox.eventDelayMillis = 1_500;
	await call({ lc_number: '+14155550101', lc_param_name: '<b>Nathan</b>' });
	const row = (name: string) => page.getByRole('row').filter({ hasText: name });
	await row('<b>Nathan</b>').getByText('not over yet').waitFor();
	await row('<b>Nathan</b>').getByText('missed').waitFor();

	sandbox.eventDelayMillis = 10;
	sandbox.account.widget.apiUrl = `${sandbox.url}/api/v1/nothing`;
	await call({ lc_number: '+442079460018', lc_param_name: 'Olivia' });
	await row('Olivia').getByText('talked 125 s').waitFor();
	await row('Olivia').getByText('end_call: HTTP 404').waitFor();
	await page.getByText('Nothing is chosen for the next call.').waitFor();
	await page.getByText('/api/v1/nothing').waitFor();
	expect(await page.getByRole('row').nth(1).innerText()).toContain('Olivia');

	const link = await row('Olivia').getByRole('link', { name: 'recording' }).getAttribute('href');
	expect((await fetch(link!)).headers.get('content-type')).toBe('audio/wav');
	expect(errors).toEqual([]);
}, 60_000);
