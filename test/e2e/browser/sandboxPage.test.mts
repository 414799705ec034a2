import { sandboxKeys, startSandbox } from '../../../sandbox/server.mts';
import { postJson } from '../setup.mts';
import { launchChromium } from './editor.mts';

test('someone chooses how the next call ends, and sees it start and end', async () => {
	const sandbox = await startSandbox();
	const browser = await launchChromium();
	const page = await browser.newPage();
	const errors: string[] = [];
	page.on('pageerror', ({ message }) => errors.push(message));
	page.on('console', (line) => line.type() === 'error' && errors.push(line.text()));
	const call = async (values: object) =>
		await postJson(`${sandbox.url}/rest/v1/ext/add_call_api/`, {
			widget_key: sandboxKeys.widgetKey,
			api_key: sandboxKeys.apiKey,
			...values,
		});
	await page.goto(sandbox.url);
	await page.getByText('No calls yet').waitFor();
	await page.getByText('none, so nothing is sent').waitFor();

	await page.getByLabel('Outcome of the next call').selectOption('missed');
	expect(await page.getByLabel('Talk time').isDisabled()).toBe(true);
	await page.getByRole('button', { name: 'Choose' }).click();
	await page.getByLabel('Outcome of the next call').selectOption('answered');
	await page.getByLabel('Talk time').fill('125');
	await page.getByRole('button', { name: 'Choose' }).click();
	await page.getByRole('status').getByText('The next calls will be: missed, answered.').waitFor();

	const row = (name: string) => page.getByRole('row').filter({ hasText: name });
	sandbox.eventDelayMillis = 10;
	await call({ lc_number: '+14155550101', lc_param_name: '<b>Nathan</b>' });
	await row('<b>Nathan</b>').getByText('missed').waitFor();

	sandbox.account.widget.apiUrl = `${sandbox.url}/api/v1/nothing`;
	await call({ lc_number: '+442079460018', lc_param_name: 'Olivia' });
	await row('Olivia').getByText('talked 125 s').waitFor();
	await row('Olivia').getByText('end_call: HTTP 404').waitFor();
	await page.getByText('Nothing is chosen for the next call.').waitFor();
	await page.getByText('/api/v1/nothing').waitFor();

	sandbox.eventDelayMillis = 600_000;
	await call({ lc_number: '+14155550102', lc_param_name: 'Ann' });
	await row('Ann').getByText('not over yet').waitFor();
	expect(await page.getByRole('row').nth(1).innerText()).toContain('Ann');

	const link = await row('Olivia').getByRole('link', { name: 'recording' }).getAttribute('href');
	expect((await fetch(link!)).headers.get('content-type')).toBe('audio/wav');
	expect(errors).toEqual([]);
	await browser.close();
	await sandbox.close();
}, 300_000);
