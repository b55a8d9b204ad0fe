import type { Change } from '@flotilla/backstage-plugin-flotilla-common';
import { type Answers } from '../answers';

/** The kinds of change that a form can ask for. */
export type ReviewedKind =
  | 'CreateCluster'
  | 'CreateWorkspace'
  | 'RemoveCluster';

/** A change, and the fleet that it is for. */
export interface ProposedChange {
  fleet: string;
  change: Change;
}

function clusterChange(answers: Answers): ProposedChange | undefined {
  const { name, owner, model, placement, options } = answers;
  if (!name || !owner || !model || !placement) return undefined;
  return {
    fleet: model.fleet,
    change: {
      kind: 'CreateCluster',
      cluster: {
        name,
        owner,
        labels: placement.labels,
        model: { name: model.name, version: model.version },
        ...(placement.variant && { variant: placement.variant }),
        provider: placement.provider,
        ...(placement.managedBy && { managedBy: placement.managedBy }),
        variables: options ?? {},
      },
    },
  };
}

/** Kubernetes' names for what the form asks about in plain words. */
function quotaOf(quota: Answers['quota']): Record<string, string> | undefined {
  return (
    quota && {
      ...(quota.cpu && { 'requests.cpu': quota.cpu }),
      ...(quota.memory && { 'requests.memory': quota.memory }),
      ...(quota.pods && { pods: quota.pods }),
    }
  );
}

function workspaceChange(answers: Answers): ProposedChange | undefined {
  const { name, owner, target, namespaces = [], access = [] } = answers;
  if (!name || !owner || !target) return undefined;
  const quota = quotaOf(answers.quota);
  return {
    fleet: target.fleet,
    change: {
      kind: 'CreateWorkspace',
      workspace: {
        name,
        owner,
        clusters:
          'names' in target
            ? { names: target.names }
            : { matchLabels: target.matchLabels },
        namespaces: (namespaces.length > 0 ? namespaces : [name]).map(
          namespace => ({ name: namespace }),
        ),
        ...(access.length > 0 && {
          access: access.map(({ role, group }) => ({
            role,
            subjects: [{ kind: 'Group' as const, name: group }],
          })),
        }),
        ...(quota && { quota }),
      },
    },
  };
}

function removalChange({
  fleet,
  name,
  step,
}: Answers): ProposedChange | undefined {
  if (!fleet || !name || step === undefined) return undefined;
  return { fleet, change: { kind: 'RemoveCluster', cluster: name, step } };
}

const CHANGES: Record<
  ReviewedKind,
  (answers: Answers) => ProposedChange | undefined
> = {
  CreateCluster: clusterChange,
  CreateWorkspace: workspaceChange,
  RemoveCluster: removalChange,
};

/** The change that the answers ask for; nothing while one that it needs is missing. */
export const changeOf = (
  kind: ReviewedKind,
  answers: Answers,
): ProposedChange | undefined => CHANGES[kind](answers);
