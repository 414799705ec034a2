/** How a call ends. */
export interface Outcome {
	/** Agent and lead talked; an agent answered but not the lead; no agent answered. */
	status: CallStatus;
	/** How long the agents' phones rang. */
	answerSeconds: number;
	/** How long the lead's phone rang then. */
	leadAnswerSeconds: number;
	talkSeconds: number;
	disconnectedBy: 'agent' | 'lead' | null;
	hasRecording: boolean;
	/** What agent and lead pressed or chose after the call, if they did. */
	agentResult: string;
	leadResult: string;
}

export type CallStatus = (typeof callStatuses)[number];

export const callStatuses = ['answered', 'no_answer', 'missed'] as const;

/** The parts that nobody has chosen are those of a usual call with this status. */
export function completeOutcome(chosen: Partial<Outcome> = {}): Outcome {
	const status = chosen.status ?? 'answered';
	const isAnswered = status === 'answered';
	return {
		status,
		answerSeconds: status === 'missed' ? 30 : 6,
		leadAnswerSeconds: isAnswered ? 9 : 25,
		talkSeconds: 42,
		disconnectedBy: isAnswered ? 'lead' : null,
		hasRecording: isAnswered,
		agentResult: isAnswered ? 'Scheduled Meeting' : 'Client did not answer',
		leadResult: 'Satisfied',
		...chosen,
	};
}
