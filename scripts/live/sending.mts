// Sends what a step asks for, and keeps what came.
import type { Fetched } from '../../nodes/Brightcall/call/downloadRecording/fetched.ts';
import type { Answer } from '../../nodes/service/http/transport.ts';
import { endpoints, isNoAnswer, mayHaveBeenCalled, placementOf } from './builtPackage.mts';
import type { Session } from './session.mts';
import { indent } from './person/screen.mts';
import type { LiveRequest, Step } from './steps/step.mts';
import { Ended } from './person/terminal.mts';

/** What came of a step's request. */
export interface Came {
	answer?: Answer;
	fetched?: Fetched;
}

/** @throws Ended */
export async function askFor(step: Step, session: Session): Promise<Came> {
	const { terminal, known, service } = session;
	const request = step.request?.(known);
	if (typeof request === 'object') {
		terminal.sayMeanwhile(`${indent}asking Brightcall …`);
		return { answer: await send(step, request, session) };
	}
	const recording = step.recording?.(known);
	if (!(recording instanceof URL)) return {};
	terminal.sayMeanwhile(`${indent}fetching it …`);
	return { fetched: await terminal.wait(service.fetchRecording(recording.href)) };
}

/** @throws Ended */
async function send(step: Step, request: LiveRequest, session: Session): Promise<Answer> {
	const { terminal, known, service, exchanges } = session;
	const answer = await terminal
		.wait(service.ask(request, known.credential))
		.catch((error: Error) => {
			throw error instanceof Ended && step.risk ? new Ended(mayHaveBeenTaken) : error;
		});
	exchanges.push({ step, request, answer });
	known.answers.set(step.name, answer);
	const placement = placementOf(answer, { phoneNumber: '' }, 0);
	if (request.endpoint.path === endpoints.addCall.path && mayHaveBeenCalled(placement)) {
		known.placed.add(step.name);
	}
	if (isNoAnswer(answer) && placement.status === 'notPlaced') {
		session.hopeless = `Brightcall could not be reached (${answer.failure.code})`;
	}
	return answer;
}

const mayHaveBeenTaken = 'the run was ended before the answer came: Brightcall may have taken it';
