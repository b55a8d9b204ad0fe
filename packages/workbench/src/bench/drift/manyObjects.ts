import { definedSchemas, kindSchemas, objectRef } from '@flotilla/drift';
import type { KindSchema, KubeObject } from '@flotilla/drift';
import { installedCorpus, openApiDocument } from '@flotilla/testbed';

/** One object to be compared. */
export interface Subject {
  desired: KubeObject;
  /** The live object as it comes over the wire. */
  text: string;
  schema: KindSchema | undefined;
}

/** Custom resource definitions are read once and rarely change; a cluster's other objects are what is many. */
const ONCE = 'CustomResourceDefinition';

/**
 * Live objects as a real API server stored them, with what Git says of them:
 * the recorded corpus, its objects repeated under other names until there are
 * enough.
 */
export function manyObjects(count: number): Subject[] {
  const recorded = installedCorpus().filter(one => one.live);
  const schemas = new Map<string, KindSchema>(kindSchemas(openApiDocument()));
  for (const { desired } of recorded) {
    if (desired.kind !== ONCE) continue;
    for (const [key, schema] of definedSchemas(desired)) {
      schemas.set(key, schema);
    }
  }
  const subjects: Subject[] = [];
  for (let copy = 0; subjects.length < count; copy++) {
    for (const { desired, live } of recorded) {
      const isTold = copy === 0 || desired.kind !== ONCE;
      if (live && isTold && subjects.length < count) {
        const { group, version, kind } = objectRef(desired);
        subjects.push({
          desired: named(desired, copy),
          text: JSON.stringify(named(live, copy)),
          schema: schemas.get(`${group}/${version}/${kind}`),
        });
      }
    }
  }
  return subjects;
}

/** A copy of its own, down to the last text: nothing is shared with another. */
function named(object: KubeObject, copy: number): KubeObject {
  const own: KubeObject = JSON.parse(JSON.stringify(object));
  const { metadata } = own;
  return {
    ...own,
    metadata: { ...metadata, name: `${metadata.name}-${copy}` },
  };
}
