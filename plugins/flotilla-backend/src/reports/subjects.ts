import { NotAllowedError } from '@backstage/errors';
import type { Report } from '@flotilla/backstage-plugin-flotilla-common';

/** Who may be spoken of in a report. */
export interface Subjects {
  /** The cluster that the agent is in. */
  own: string;
  /** The clusters that it manages. */
  children: ReadonlySet<string>;
  /** Whether the fleet has a cluster of the name. */
  exists(cluster: string): boolean;
}

const CHILD_PART = 'infrastructure';

/**
 * A report without what Git doesn't have any more: an agent may not have heard of that yet.
 *
 * @throws NotAllowedError when it speaks of a cluster that isn't the agent's, or of more than the
 * infrastructure of one that it manages
 */
export function checkSubjects(report: Report, subjects: Subjects): Report {
  const keep = (cluster: string, part: string) =>
    isSubject(cluster, part, subjects);
  return {
    ...report,
    ...(report.parts
      ? { parts: report.parts.filter(p => keep(p.cluster, p.name)) }
      : {}),
    ...(report.resources
      ? {
          resources: report.resources.filter(resource => {
            checkKey(resource);
            return keep(resource.cluster, resource.part);
          }),
        }
      : {}),
    ...(report.infrastructure
      ? {
          infrastructure: report.infrastructure.filter(
            i => i.cluster !== subjects.own && keep(i.cluster, CHILD_PART),
          ),
        }
      : {}),
  };
}

function isSubject(
  cluster: string,
  part: string,
  { own, children, exists }: Subjects,
): boolean {
  if (cluster === own) {
    return true;
  }
  if (!exists(cluster)) {
    return false;
  }
  if (!children.has(cluster)) {
    throw new NotAllowedError(
      `The agent of ${own} may not report for ${cluster}, which it does not manage`,
    );
  }
  if (part !== CHILD_PART) {
    throw new NotAllowedError(
      `The agent of ${own} may report the infrastructure of ${cluster} only, not ${part}`,
    );
  }
  return true;
}

/** The key decides what a later delta removes: it must be of the same cluster. */
function checkKey({
  key,
  cluster,
  part,
}: {
  key: string;
  cluster: string;
  part: string;
}) {
  if (!key.startsWith(`${cluster}|${part}|`)) {
    throw new NotAllowedError(
      `The resource key "${key}" does not begin with ${cluster}|${part}|`,
    );
  }
}
