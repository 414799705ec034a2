import { existsSync } from 'node:fs';

import { chromium, selectors, type Browser, type Locator, type Page } from 'playwright-core';

import { owner } from '../../../scripts/n8n/client.mts';
import type { Instance } from '../../../scripts/n8n/instance.mts';
import { installDebian } from '../setup.mts';

const chromiumPaths = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

const flags = [
	'--no-sandbox',
	'--disable-gpu',
	'--disable-quic',
	'--no-first-run',
	'--disable-background-networking',
	'--disable-component-update',
	'--disable-sync',
];

/** Starts this machine's Chromium, which is installed first where it is missing and that is allowed. */
export async function launchChromium(): Promise<Browser> {
	const installed = chromiumPaths.find(existsSync);
	if (!installed) await installDebian('chromium');
	const executablePath = installed ?? chromiumPaths[0];
	selectors.setTestIdAttribute('data-test-id');
	return await chromium.launch({ executablePath, headless: true, args: flags });
}

/** n8n's editor in a browser, as a user sees it. */
export class Editor {
	/** What the editor itself wrote to the console as an error, and what it did not catch. */
	readonly errors: string[] = [];

	page!: Page;

	constructor(private readonly instance: Instance) {}

	/** Logs in through the form, in a browser of its own. Whatever is not on this machine cannot be reached. */
	async open(): Promise<void> {
		const { url } = this.instance.n8n;
		const browser = await launchChromium();
		const page = await browser.newPage({
			baseURL: url,
			viewport: { width: 1440, height: 900 },
			colorScheme: 'light',
		});
		this.page = page;
		// The first page of a new n8n takes long on a busy machine.
		page.setDefaultTimeout(60_000);
		const isHere = (address: string) => address.startsWith(url);
		await page.route(
			(address) => !isHere(address.href),
			async (route) => await route.abort(),
		);
		await page.goto('/signin');
		await page.getByTestId('emailOrLdapLoginId').locator('input').fill(owner.email);
		await page.getByTestId('password').locator('input').fill(owner.password);
		await page.getByTestId('form-submit-button').click();
		await page.waitForURL('**/home/workflows');
		page.on('console', (message) => {
			const { url: address } = message.location();
			if (message.type() === 'error' && isHere(address)) {
				this.errors.push(`${message.text()} (${address})`);
			}
		});
		page.on('pageerror', (error) => this.errors.push(error.stack ?? error.message));
	}

	async close(): Promise<void> {
		await this.page?.context().browser()!.close();
	}

	/** Another window, as of somebody who is not logged in. */
	async newPage(): Promise<Page> {
		return await this.page.context().browser()!.newPage();
	}

	get output(): Locator {
		return this.page.getByTestId('output-panel');
	}

	/** A text field of the form; a field inside a collection is found inside it. */
	field(name: string, within: Page | Locator = this.page): Locator {
		return within.getByTestId(`parameter-input-${name}`).locator('input');
	}

	/** Chooses an option of a field; its description is part of its name. */
	async choose(field: string, option: string): Promise<void> {
		await this.field(field).click();
		await this.page.getByRole('option', { name: new RegExp(`^${option}`) }).click();
	}

	/** Adds a field of a collection. */
	async add(collection: string, field: string): Promise<void> {
		await this.page.getByPlaceholder(collection).click();
		await this.page.getByRole('option', { name: field, exact: true }).click();
	}

	async newWorkflow(): Promise<void> {
		await this.page.goto('/workflow/new');
		await this.page.getByTestId('canvas-add-button').waitFor();
	}

	/** Searches the nodes panel, and picks what it lists under these names, one after the other. */
	async pick(searched: string, ...names: string[]): Promise<void> {
		await this.page.keyboard.press('n');
		await this.page.getByTestId('node-creator').waitFor();
		await this.page.getByTestId('node-creator-search-bar').fill(searched);
		for (const name of names) {
			await this.page
				.getByTestId('node-creator-item-name')
				.getByText(name, { exact: true })
				.click();
		}
		await this.page.getByTestId('node-creator').waitFor({ state: 'hidden' });
	}

	/** Puts an action of Brightcall behind a manual trigger in a new workflow, and opens it. */
	async addAction(searched: string, action: string): Promise<void> {
		await this.newWorkflow();
		await this.pick('', 'Trigger manually');
		await this.pick(searched, 'Brightcall', action);
		await this.page.getByTestId('ndv').waitFor();
	}

	async executeStep(): Promise<void> {
		await this.page.getByTestId('node-execute-button').click();
	}

	/** A node on the canvas. */
	node(name: string): Locator {
		return this.page.locator(`[data-test-id="canvas-node"][data-node-name="${name}"]`);
	}

	async openNode(name: string): Promise<void> {
		await this.node(name).dblclick();
		await this.page.getByTestId('ndv').waitFor();
	}

	async closeNode(): Promise<void> {
		// The second is n8n 1's.
		const close = this.page.getByTestId('ndv-close-button');
		await close.or(this.page.getByTestId('back-to-canvas')).click();
		await this.page.getByTestId('ndv').waitFor({ state: 'hidden' });
	}

	/** Saves a picture into `docs/` when pictures are wanted, with the form scrolled to what is to be its top. */
	async picture(name: string, top?: Locator): Promise<void> {
		if (process.env.SCREENSHOTS !== '1') return;
		// Notes and buttons take a moment to settle.
		await this.page.waitForTimeout(1_000);
		const notes = this.page.locator('.el-notification__closeBtn');
		while ((await notes.count()) > 0) {
			await notes.first().click();
			await this.page.waitForTimeout(500);
		}
		await top?.evaluate((element) => {
			element.style.scrollMarginTop = '16px';
			element.scrollIntoView();
		});
		await this.page.screenshot({ path: `docs/pictures/${name}.png`, animations: 'disabled' });
	}

	/** Saves several pictures as one into `docs/`, each below its caption, when pictures are wanted. */
	async figure(name: string, parts: Array<[caption: string, picture: Buffer]>): Promise<void> {
		if (process.env.SCREENSHOTS !== '1') return;
		const page = await this.newPage();
		const figures = parts.map(
			([caption, picture]) =>
				`<figure><figcaption>${caption}</figcaption><img src="data:image/png;base64,${picture.toString('base64')}"></figure>`,
		);
		await page.setContent(`<!doctype html><style>
			body { columns: 2; width: max-content; margin: 0; padding: 12px; font: 16px sans-serif }
			figure { break-inside: avoid; margin: 0 0 12px } figcaption { padding: 4px 0 8px }
			img { border: 1px solid #ddd }
		</style>${figures.join('')}`);
		await page.locator('body').screenshot({ path: `docs/pictures/${name}.png` });
		await page.close();
	}
}
