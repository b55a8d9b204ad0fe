import type { KubeObject } from '@flotilla/drift';
import { isRecord } from '../source/pointer';

/** What one RBAC rule grants, in all combinations of its lists. */
interface Grant {
  /** The lists that this grant is one combination of. */
  of: { groups: string[]; resources: string[]; verbs: string[] };
  names: string[];
  urls: string[];
}

/** Whether a role grants something after a change that it didn't grant before. */
export function grantsMore(
  before: KubeObject | undefined,
  after: KubeObject | undefined,
): boolean {
  const old = grantsOf(before);
  return grantsOf(after).some(grant => !isCovered(grant, old));
}

/** Whether a binding has a subject after a change that it didn't have before. */
export function bindsMore(
  before: KubeObject | undefined,
  after: KubeObject | undefined,
): boolean {
  const old = new Set(subjectsOf(before));
  return subjectsOf(after).some(subject => !old.has(subject));
}

function grantsOf(role: KubeObject | undefined): Grant[] {
  const rules: unknown = role?.rules;
  return (Array.isArray(rules) ? rules : []).flatMap((rule: unknown) => {
    if (!isRecord(rule)) return [];
    return {
      of: {
        groups: texts(rule.apiGroups),
        resources: texts(rule.resources),
        verbs: texts(rule.verbs),
      },
      names: texts(rule.resourceNames),
      urls: texts(rule.nonResourceURLs),
    };
  });
}

/** Every combination must be in one of the old rules: together they may grant what none grants alone. */
function isCovered({ of, names, urls }: Grant, old: readonly Grant[]): boolean {
  if (urls.length > 0) {
    return urls.every(url =>
      of.verbs.every(verb =>
        old.some(o => has(o.urls, url) && has(o.of.verbs, verb)),
      ),
    );
  }
  const { groups, resources, verbs } = of;
  return groups.every(group =>
    resources.every(resource =>
      verbs.every(verb =>
        (names.length > 0 ? names : [undefined]).every(name =>
          old.some(
            o =>
              has(o.of.groups, group) &&
              has(o.of.resources, resource) &&
              has(o.of.verbs, verb) &&
              (o.names.length === 0 ||
                (name !== undefined && o.names.includes(name))),
          ),
        ),
      ),
    ),
  );
}

function has(list: readonly string[], item: string): boolean {
  return list.includes('*') || list.includes(item);
}

function subjectsOf(binding: KubeObject | undefined): string[] {
  const subjects: unknown = binding?.subjects;
  return (Array.isArray(subjects) ? subjects : []).map((subject: unknown) =>
    isRecord(subject)
      ? JSON.stringify([subject.kind, subject.namespace, subject.name])
      : '',
  );
}

function texts(list: unknown): string[] {
  return (Array.isArray(list) ? list : []).map(String);
}
