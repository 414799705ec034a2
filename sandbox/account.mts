/** The sandbox's account: its widget, its agents, and how its lists are wrapped. */
export interface Account {
	userId: number;
	/** IANA name of the time zone. */
	timezone: string;
	widget: Widget;
	/** The account's other widgets, as the list has them; they stand before ours. */
	otherWidgets: Array<{ id: number; site_name: string; widget_key: string; active: boolean }>;
	agents: Agent[];
	/**
	 * How the lists of agents and widgets come: `{ success, agents: [...] }` [schema], `{ success, data: [...] }` or the bare
	 * list [guess].
	 */
	listEnvelope: 'named' | 'data' | 'bare';
}

export interface Widget {
	id: number;
	/** May end in spaces [seen]. */
	name: string;
	/** Where the events of its calls go; '' is nowhere. */
	apiUrl: string;
	customParameters: CustomParameter[];
}

/** A custom parameter as the widget's list has it [schema]. */
export interface CustomParameter {
	id: string;
	name: string;
	hiddenInCallList: boolean;
}

/** An agent as the account's list has one [peer], [schema]. */
export interface Agent {
	id: number;
	name: string;
	phone: string;
	email: string | null;
	isActive: boolean;
	settings: Record<string, unknown>;
}

export function newAccount(): Account {
	return {
		userId: 40123,
		timezone: 'America/New_York',
		widget: {
			id: 7001,
			name: 'Website callback  ',
			apiUrl: '',
			customParameters: ['name', 'email', 'company', 'campaign', 'deal_value'].map((name) => ({
				id: `lc_param_${name}`,
				name: `lc_param_${name}`,
				hiddenInCallList: false,
			})),
		},
		otherWidgets: [],
		agents: [
			agent(101, 'Anna Williams', '+14155550125', 'anna.williams@example.com'),
			// The service is seen to leave the + out.
			agent(102, 'Ben Jones', '442079460019', 'ben.jones@example.com'),
			agent(103, 'Chloé Martin', '+33199001234', null),
			{ ...agent(104, 'Dana Left', '+14155550126', 'dana.left@example.com'), isActive: false },
		],
		listEnvelope: 'named',
	};
}

const agent = (id: number, name: string, phone: string, email: string | null): Agent => ({
	id,
	name,
	phone,
	email,
	isActive: true,
	settings: { timezone: 'America/New_York' },
});
