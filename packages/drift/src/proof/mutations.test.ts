import { Installed, installedCorpus, openApiDocument } from '@flotilla/testbed';
import { mutate } from '../__testUtils__/mutate';
import { OwnedLeaf, ownedLeaves } from '../__testUtils__/ownedLeaves';
import { randomNumbers } from '../__testUtils__/random';
import { compareObject } from '../compare/compareObject';
import { KubeObject, objectRef } from '../object';
import { isWithin } from '../path/fieldPath';
import { lookUp } from '../path/lookUp';
import { definedSchemas, kindSchemas } from '../schema/kindSchemas';
import type { KindSchema } from '../schema/openApiSchema';
import { NOW } from '../__testUtils__/objects';
import { FieldDrift, ObjectDrift } from '../types';

const MUTATIONS = 100_000;
const FLUX = 'kustomize-controller';

interface Subject {
  desired: KubeObject;
  live: KubeObject;
  schema: KindSchema | undefined;
  leaves: OwnedLeaf[];
}

const installed = installedCorpus();
const schemas = new Map<string, KindSchema>([
  ...kindSchemas(openApiDocument()),
  ...installed.flatMap(({ desired }) =>
    desired.kind === 'CustomResourceDefinition'
      ? [...definedSchemas(desired)]
      : [],
  ),
]);
const subjects = installed.flatMap(subjectOf);

function subjectOf({ desired, live }: Installed): Subject[] {
  if (!live) return [];
  const { group, version, kind } = objectRef(desired);
  const schema = schemas.get(`${group}/${version}/${kind}`);
  return [{ desired, live, schema, leaves: ownedLeaves(live, FLUX) }];
}

function compare({ desired, schema }: Subject, live: KubeObject): ObjectDrift {
  return compareObject({
    desired,
    live,
    applied: true,
    autoscalers: [],
    now: NOW,
    ...(schema ? { schema } : {}),
  });
}

/** The engine's own choice: the controller writes the rules of an aggregated role. */
function isControllers(
  { desired }: Subject,
  { fieldPath }: OwnedLeaf,
): boolean {
  return desired.aggregationRule !== undefined && fieldPath === '.rules';
}

/** What says nothing when it is gone: Git asks for nothing there, or the server writes it back. */
function isMeaningless({ desired, live }: Subject, leaf: OwnedLeaf): boolean {
  const declared = lookUp(desired, leaf.steps);
  const value = JSON.stringify(lookUp(live, leaf.steps));
  const isWrittenBack = leaf.fieldPath.endsWith('.resources') && value === '{}';
  const isNothing = declared === null || JSON.stringify(declared) === '[]';
  return isNothing || isWrittenBack || value === '[]';
}

/** What is wrong with a verdict; undefined when it is right. */
function faultOf(
  drift: ObjectDrift,
  { leaf, kind }: NonNullable<ReturnType<typeof mutate>>,
): string | undefined {
  if (drift.state !== 'Modified') return `is ${drift.state}`;
  const isThere = ({ fieldPath }: FieldDrift) =>
    isWithin(fieldPath, leaf.fieldPath);
  const elsewhere = drift.fields.find(one => !isThere(one));
  if (elsewhere) return `is told at ${elsewhere.fieldPath}`;
  const author = kind === 'replace' ? 'kubectl-edit' : undefined;
  const other = drift.fields.find(
    one => one.op !== 'remove' && one.manager?.name !== author,
  );
  return other ? `is told of ${other.manager?.name}` : undefined;
}

describe('the corpus as a real API server stored it', () => {
  it('differs nowhere from what Git says', () => {
    const findings = subjects.flatMap(subject => {
      const { state, fields, reason } = compare(subject, subject.live);
      const { kind, metadata } = subject.desired;
      return state === 'InSync'
        ? []
        : [[kind, metadata.name, state, reason, fields]];
    });
    expect(findings).toEqual([]);
    expect(subjects.length).toBeGreaterThan(1290);
  });

  it(`with ${MUTATIONS.toLocaleString(
    'en',
  )} changes by hand: each is found, at its place, with its author`, () => {
    const random = randomNumbers(1);
    const all = subjects.flatMap(subject =>
      subject.leaves
        .filter(leaf => !isControllers(subject, leaf))
        .map(leaf => ({ subject, leaf })),
    );
    const missed: string[] = [];
    let made = 0;
    while (made < MUTATIONS && missed.length < 20) {
      const { subject, leaf } = all[Math.floor(random() * all.length)];
      const turn = Math.floor(random() * 1000);
      const kind = random() < 0.7 ? 'replace' : 'remove';
      if (kind === 'remove' && isMeaningless(subject, leaf)) continue;
      const mutation = mutate(subject, leaf, kind, turn);
      if (mutation) {
        made += 1;
        const fault = faultOf(compare(subject, mutation.live), mutation);
        const { kind: of, metadata } = subject.desired;
        if (fault) {
          missed.push(
            `${of} ${metadata.name} ${kind} ${leaf.fieldPath} ${fault}`,
          );
        }
      }
    }
    expect(missed).toEqual([]);
    expect(made).toBe(MUTATIONS);
  });
});
