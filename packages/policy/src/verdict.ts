import type { FileEdits, FleetRender, Policy, Problem } from '@flotilla/model';

/** A change of the fleet repository, as it is judged. @public */
export interface ProposedChange {
  /** The base commit: policies, roles and limits are read from here. */
  base: FleetRender;
  /** Every file that would differ, those below `rendered/` included. */
  edits: FileEdits;
  /**
   * The base with what people write of the edits, where it is rendered already: as `planChange` gives it.
   * Never with their `rendered/`, which is held against it.
   */
  head?: FleetRender;
  /** What a reader couldn't take in (symlinks, submodules, binary files): fails closed. */
  refused?: {
    base?: readonly Problem[];
    /** Of the files that differ. */
    head?: readonly Problem[];
  };
}

/** Somebody on the Git host, with the roles that `fleet.yaml` of the base gives them. @public */
export interface Approver {
  login: string;
  roles: string[];
}

/**
 * Who acts. `roles` are those that author, pushers and requester all have
 * (see {@link leastPrivileged}); none of them counts as approver.
 * @public
 */
export interface Actors {
  /** Login of the pull request's author. */
  author: string;
  /** Who asked in the portal, as a login or an entity reference such as `user:default/ada`. */
  requester?: string;
  /** Logins of others who pushed to the branch. */
  pushers?: string[];
  roles: string[];
}

/** What is judged. @public */
export interface JudgeInput extends ProposedChange {
  actors: Actors;
  approvals: Approver[];
}

/** @public */
export type PolicyOutcome = 'Allowed' | 'NeedsApproval' | 'Denied' | 'Unknown';

/** @public */
export type PolicySeverity = NonNullable<Policy['spec']['severity']>;

/** @public */
export type EnforcementAction = NonNullable<
  Policy['spec']['enforcementAction']
>;

/** One thing that a policy says about a change. @public */
export interface PolicyFinding {
  /** Name of the policy, or `builtin/<rule>` for one that Flotilla brings. */
  policy: string;
  /** The file it is about, repository-relative. */
  path: string;
  /** Line in that file, counted from 1. */
  line?: number;
  severity: PolicySeverity;
  /** Only `deny` decides the outcome; the others are for reading. */
  enforcementAction: EnforcementAction;
  message: string;
  remediation?: string;
  /** Pointer (RFC 6901) to the field it is about. */
  field?: string;
}

/** An approval that a policy asks for, and how many of it there are. @public */
export interface RequiredApproval {
  role: string;
  count: number;
  given: number;
  policy: string;
}

/**
 * Whether a change may be merged. `Unknown` means that a rule couldn't be judged: treat it as denied.
 * @public
 */
export interface Verdict {
  outcome: PolicyOutcome;
  /** One sentence for a status line. */
  summary: string;
  findings: PolicyFinding[];
  approvals: RequiredApproval[];
}
