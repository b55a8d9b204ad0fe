import { AuthenticationError, NotAllowedError } from '@backstage/errors';

/** Why an agent was refused; goes to the audit log besides the answer. */
export class AgentNotRecognised extends AuthenticationError {}

/** The agent is who it says, and may not do this. */
export class AgentNotAllowed extends NotAllowedError {}
