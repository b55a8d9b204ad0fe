import type { Problem } from '../problems';
import { problemAt } from '../source/document';
import type { ManifestObject } from '../source/manifests';
import { escapeStep, valueAt } from '../source/pointer';
import { FOR_EACH, pointersIn } from './templates';

/** Where a template has an annotation. */
function annotationAt(name: string): string {
  return `/metadata/annotations/${escapeStep(name)}`;
}

/** A fault of a template, at a pointer into it. */
export function templateFault(
  { source }: ManifestObject,
  pointer: string,
  message: string,
  remedy: string,
): Problem {
  return problemAt(source.path, source.positionOf(pointer), message, remedy);
}

/** An annotation that sets one pool's object apart from another's, on a template that isn't made for pools. */
export function poolFaults(template: ManifestObject, name: string): Problem[] {
  return template.object.metadata.annotations?.[FOR_EACH] === undefined
    ? [
        templateFault(
          template,
          annotationAt(name),
          `${name} is for objects of worker pools`,
          `Give the template ${FOR_EACH}: workerPools.`,
        ),
      ]
    : [];
}

/** Pointers of an annotation that lead to no field of the template: nothing would hold to them, without a word. */
export function strayPointers(
  template: ManifestObject,
  name: string,
  below: '/' | '/spec/',
): Problem[] {
  const { object } = template;
  const within = below === '/' ? '' : ' in its spec';
  return pointersIn(object, name)
    .filter(
      pointer =>
        !pointer.startsWith(below) || valueAt(object, pointer) === undefined,
    )
    .map(pointer =>
      templateFault(
        template,
        annotationAt(name),
        `the template has no field ${pointer}${within}`,
        'Name fields that the template sets, such as /spec/instanceType, with spaces between them.',
      ),
    );
}
