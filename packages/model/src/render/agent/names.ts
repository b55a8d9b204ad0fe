/** Where the agent lives in each cluster. */
export const AGENT_NAMESPACE = 'flotilla-system';
/** Of all that is the agent's, its Lease too. */
export const AGENT = 'flotilla-agent';
/** The agent's own key: the only Secret that it may write. */
export const KEY_SECRET = 'flotilla-agent-key';
/** Lets it read the Secrets that somebody opted in, in each of their namespaces. */
export const SECRETS_ROLE = 'flotilla-agent-secrets';
/** Holds a one-time token, where somebody gave one. */
export const TOKEN_SECRET = 'flotilla-agent-token';

/** As a binding names it. */
export const AGENT_SUBJECT = {
  kind: 'ServiceAccount' as const,
  name: AGENT,
  namespace: AGENT_NAMESPACE,
};

/** The part with the agent's rights on Secrets. */
export const SECRETS_PART = 'agent';
/** The part with the policy that lets the agent's account only dry-run. */
export const POLICY_PART = 'agent-policy';
/** The part with the rights that the policy bounds. */
export const RIGHTS_PART = 'agent-dry-run';
