import { version } from '../package.json';

/** The version of this agent, as it tells the hub. */
export const AGENT_VERSION = version;
