import { groupOf } from '@flotilla/drift';
import type { KubeObject } from '@flotilla/drift';
import { changeAt } from '../images/changeAt';
import { chartImageTexts, mirrorChartValues } from '../images/chartImages';
import { IMAGE_FIELDS } from '../images/imageFields';
import type { ImageForm } from '../images/imageFields';
import { mirrorImage, mirrorName, sortMirrors } from '../images/mirror';
import type { Mirror } from '../images/mirror';
import { changePodImages, changePodText, podWords } from '../images/podImages';
import type { Fleet } from '../kinds';
import { isKubeObject } from '../source/manifests';
import { isRecord } from '../source/pointer';
import type { BuiltObject } from './built';

export type { Mirror } from '../images/mirror';

const sorted = new WeakMap<Fleet, readonly Mirror[]>();

/** The mirrors of a fleet in the order in which they are tried; the same list for the same fleet. */
export function mirrorsOf(fleet: Fleet): readonly Mirror[] {
  const known = sorted.get(fleet);
  if (known) return known;
  const mirrors = sortMirrors(fleet.spec.images?.mirrors ?? []);
  sorted.set(fleet, mirrors);
  return mirrors;
}

/** Kinds that hold no pod, and may be large. */
const WITHOUT_PODS = new Set([
  'ClusterRole',
  'ConfigMap',
  'CustomResourceDefinition',
  'Role',
  'Secret',
]);

/** Groups none of whose kinds holds a pod: every cluster has objects of them that no other has. */
const PODLESS =
  /^(rbac\.authorization|networking)\.k8s\.io$|(^|\.)cluster\.x-k8s\.io$|^(kustomize|source)\.toolkit\.fluxcd\.io$/;

/** What looks like a pod there is a pattern that pods are held to. */
const POLICIES = /(^|\.)(kyverno\.io|gatekeeper\.sh)$/;

/** Where the values of a chart stand. */
const CHART_VALUES: Partial<Record<string, readonly string[]>> = {
  'helm.toolkit.fluxcd.io/HelmRelease': ['spec', 'values'],
  'argoproj.io/Application': ['spec', '**', 'helm', 'valuesObject'],
};

const OCI = 'oci://';

/**
 * An object with every image that it names by its mirror; the very same object where nothing changes. Doing it again
 * changes nothing.
 *
 * @param mirrors - as {@link mirrorsOf} gives them
 */
export function mirrorImages(
  object: KubeObject,
  mirrors: readonly Mirror[],
): KubeObject {
  const group = groupOf(object);
  if (
    mirrors.length === 0 ||
    WITHOUT_PODS.has(object.kind) ||
    POLICIES.test(group)
  ) {
    return object;
  }
  let result: unknown = PODLESS.test(group)
    ? object
    : changePodImages(object, image => mirrorImage(image, mirrors));
  for (const { path, form } of fieldsIn(object, group)) {
    result = changeAt(result, path, value =>
      typeof value === 'string' ? byForm(form, value, mirrors) : value,
    );
  }
  const values = CHART_VALUES[`${group}/${object.kind}`];
  if (values) {
    result = changeAt(result, values, value =>
      mirrorChartValues(value, mirrors),
    );
  }
  return isKubeObject(result) ? result : object;
}

/** {@link mirrorImages} of each. */
export function mirrorAll(
  built: readonly BuiltObject[],
  mirrors: readonly Mirror[],
): BuiltObject[] {
  return built.map(({ object, from }) => ({
    object: mirrorImages(object, mirrors),
    from,
  }));
}

/** Every text of an object that a mirror might change. */
export function imageTexts(object: KubeObject): string[] {
  const group = groupOf(object);
  const texts: string[] = [];
  const collect = (text: string) => {
    texts.push(text);
    return text;
  };
  if (!PODLESS.test(group)) changePodImages(object, collect);
  for (const { path, form } of fieldsIn(object, group)) {
    changeAt(object, path, value => {
      if (typeof value !== 'string') return value;
      texts.push(...(form === 'PodText' ? podWords(value) : [value]));
      return value;
    });
  }
  const values = CHART_VALUES[`${group}/${object.kind}`];
  if (values) {
    changeAt(object, values, value => {
      texts.push(...chartImageTexts(value));
      return value;
    });
  }
  return texts;
}

function byForm(
  form: ImageForm,
  text: string,
  mirrors: readonly Mirror[],
): string {
  switch (form) {
    case 'Reference':
      return mirrorImage(text, mirrors);
    case 'Place':
      return mirrorName(text, mirrors);
    case 'PodText':
      return changePodText(text, image => mirrorImage(image, mirrors));
    default:
      return text.startsWith(OCI)
        ? OCI + mirrorName(text.slice(OCI.length), mirrors)
        : text;
  }
}

interface Field {
  path: readonly string[];
  form: ImageForm;
}

/** The fields that may be in an object: those at any depth only where their name is in it at all. */
function fieldsIn(object: KubeObject, group: string): readonly Field[] {
  const all = fieldsOf(group, object.kind);
  if (!all.some(({ path }) => path[0] === '**')) return all;
  const names = new Set<string>();
  collectNames(object, names);
  return all.filter(
    ({ path: [first, next] }) =>
      first !== '**' || next === '*' || names.has(next),
  );
}

function collectNames(value: unknown, names: Set<string>): void {
  if (Array.isArray(value)) value.forEach(item => collectNames(item, names));
  else if (isRecord(value)) {
    for (const name of Object.keys(value)) {
      names.add(name);
      collectNames(value[name], names);
    }
  }
}

const fields = new Map<string, readonly Field[]>();

function fieldsOf(group: string, kind: string): readonly Field[] {
  const key = `${group}/${kind}`;
  const known = fields.get(key);
  if (known) return known;
  const found = IMAGE_FIELDS.filter(
    field => field.group.test(group) && (field.kinds?.includes(kind) ?? true),
  ).map(({ path, form }) => ({ path: path.split('.'), form }));
  fields.set(key, found);
  return found;
}
