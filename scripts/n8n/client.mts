import { setTimeout as sleep } from 'node:timers/promises';

const requestTimeoutMillis = 60_000;

/** What n8n's editor asks of n8n, over the same interface. */
export class N8nClient {
	private cookie = '';

	constructor(readonly url: string) {}

	/** n8n has no version of this interface for others: the paths are the editor's own. */
	async request<T>(method: string, path: string, body?: unknown, tries = 3): Promise<T> {
		const answer = await fetch(`${this.url}${path}`, {
			method,
			headers: {
				'content-type': 'application/json',
				'browser-id': 'n8n-nodes-brightcall',
				cookie: this.cookie,
			},
			body: body === undefined ? undefined : JSON.stringify(body),
			signal: AbortSignal.timeout(requestTimeoutMillis),
		});
		const text = await answer.text();
		// n8n 1 sometimes mixes up two transactions in SQLite, and then stores nothing of this one.
		if (answer.status === 500 && text.includes('Transaction is not started') && tries > 1) {
			await sleep(500);
			return await this.request(method, path, body, tries - 1);
		}
		if (!answer.ok)
			throw new Error(`${method} ${path}: HTTP ${answer.status} ${text.slice(0, 500)}`);
		const cookies = answer.headers.getSetCookie().map((cookie) => cookie.split(';')[0]);
		if (cookies.length > 0) this.cookie = cookies.join('; ');
		const parsed = (text ? JSON.parse(text) : {}) as { data?: T };
		return parsed.data ?? (parsed as T);
	}

	/** Makes the owner of a new n8n, and logs in. */
	async setUpOwner(): Promise<void> {
		const setUp = async () => await this.request('POST', '/rest/owner/setup', owner);
		const { email, password } = owner;
		const logIn = async () =>
			await this.request('POST', '/rest/login', { emailOrLdapLoginId: email, email, password });
		// An n8n that has just become ready may leave its first request unanswered.
		await setUp().catch(() => undefined);
		await logIn().catch(async () => {
			await setUp();
			await logIn();
		});
	}

	async createCredential(credential: Credential): Promise<{ id: string; name: string }> {
		return await this.request('POST', '/rest/credentials', credential);
	}

	/** The editor's test of a credential, with fields that may not be saved yet. */
	async testCredential(
		id: string,
		credential: Credential,
	): Promise<{ status: string; message: string }> {
		return await this.request('POST', '/rest/credentials/test', {
			credentials: { id, ...credential },
		});
	}

	async createWorkflow(workflow: object): Promise<Workflow> {
		return await this.request('POST', '/rest/workflows', workflow);
	}

	async createActive(workflow: object): Promise<Workflow> {
		const created = await this.createWorkflow(workflow);
		await this.activate(created);
		return created;
	}

	async activate(workflow: Workflow): Promise<void> {
		const { id, versionId } = workflow;
		try {
			await this.request('POST', `/rest/workflows/${id}/activate`, { versionId });
		} catch {
			// n8n 1.x
			await this.request('PATCH', `/rest/workflows/${id}`, { active: true, versionId });
		}
	}

	async deactivate({ id }: Workflow): Promise<void> {
		try {
			await this.request('POST', `/rest/workflows/${id}/deactivate`);
		} catch {
			// n8n 1.x
			await this.request('PATCH', `/rest/workflows/${id}`, { active: false });
		}
	}

	/** "Listen for test event" of a trigger: until the first event, or two minutes. */
	async listen({ id }: Workflow, trigger: string): Promise<void> {
		const workflowData = await this.request('GET', `/rest/workflows/${id}`);
		await this.request('POST', `/rest/workflows/${id}/run`, {
			workflowData,
			triggerToStartFrom: { name: trigger },
		});
	}

	async stopListening({ id }: Workflow): Promise<void> {
		await this.request('DELETE', `/rest/test-webhook/${id}`);
	}

	/** Executions of a workflow, the newest first. */
	async executions(workflowId: string): Promise<Execution[]> {
		const filter = encodeURIComponent(JSON.stringify({ workflowId }));
		const { results } = await this.request<{ results: Execution[] }>(
			'GET',
			`/rest/executions?filter=${filter}&limit=100`,
		);
		return results;
	}

	/** An execution with all its data, as n8n stores it (in its own packed JSON). */
	async execution(id: string): Promise<{ status: string; data: string }> {
		return await this.request('GET', `/rest/executions/${id}`);
	}
}

export interface Execution {
	id: string;
	status: string;
	/** `webhook`, or `manual` for a test. */
	mode: string;
}

export interface Credential {
	name: string;
	type: string;
	data: Record<string, string>;
}

export interface Workflow {
	id: string;
	versionId: string;
}

/** Made up, for an n8n that only this machine can reach. */
export const owner = {
	email: 'owner@example.com',
	firstName: 'Olivia',
	lastName: 'Owner',
	password: 'Sandbox-2030',
};
