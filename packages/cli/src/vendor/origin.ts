import { formatProblem } from '@flotilla/model';
import type { Component, FleetSources, Problem } from '@flotilla/model';
import { WrongInput } from '../exitCodes';

type Sourced = NonNullable<ReturnType<FleetSources['components']['get']>>;

/** Where the manifests of a component come from. */
export type Origin =
  | { kind: 'helm'; chart: ChartOrigin; recordedDigest?: string }
  | { kind: 'kustomize'; url: string; recordedDigest?: string };

export interface ChartOrigin {
  repository: string;
  chart: string;
  version: string;
}

/**
 * A component's chart or kustomization: what it was vendored from before, or what its source leaves to the engine.
 *
 * @throws WrongInput with the place in `component.yaml` when there is none, or one that can't be fetched
 */
export function originOf(component: Sourced): Origin {
  const { vendoredFrom, source } = component.spec;
  const { helm, kustomize } = vendoredFrom ?? {};
  if (helm) {
    const { digest: recordedDigest, ...chart } = helm;
    const { repository, chart: name, version } = chart;
    return checked(component, '/spec/vendoredFrom/helm', {
      kind: 'helm',
      chart: { repository, chart: name, version },
      recordedDigest,
    });
  }
  if (kustomize) {
    return checked(component, '/spec/vendoredFrom/kustomize', {
      kind: 'kustomize',
      url: kustomize.url,
      recordedDigest: kustomize.digest,
    });
  }
  if (source.helm) {
    const { repository, chart, version, valuesFrom } = source.helm;
    if (valuesFrom) {
      throw wrong(
        component,
        '/spec/source/helm/valuesFrom',
        'values that are in the cluster can’t be vendored',
        'Give them as values, or leave the chart to the engine.',
      );
    }
    return checked(component, '/spec/source/helm', {
      kind: 'helm',
      chart: { repository, chart, version },
    });
  }
  if (source.kustomize) {
    return checked(component, '/spec/source/kustomize', {
      kind: 'kustomize',
      url: `./${source.kustomize.path}`,
    });
  }
  throw wrong(
    component,
    '/spec/source',
    'nothing says where these manifests come from',
    'Name the chart: vendoredFrom: {helm: {repository: https://…, chart: …, version: …}}.',
  );
}

/** Nothing in a file may turn into an option of the tool, or into a path outside of the component. */
function checked(component: Sourced, pointer: string, origin: Origin): Origin {
  const words =
    origin.kind === 'helm' ? Object.values(origin.chart) : [origin.url];
  const option = words.find(word => word.startsWith('-'));
  if (option !== undefined) {
    throw wrong(component, pointer, `${option} isn't a name or an address`);
  }
  const place = origin.kind === 'helm' ? origin.chart.repository : origin.url;
  if (origin.kind === 'helm' && !isAddress(place) && !isBeside(place)) {
    throw wrong(
      component,
      `${pointer}/repository`,
      `${place} isn't a chart repository`,
      'Write https://…, oci://…, or ./… for a folder beside this file.',
    );
  }
  if (origin.kind === 'helm' && origin.chart.chart.includes('..')) {
    throw wrong(
      component,
      `${pointer}/chart`,
      `${origin.chart.chart} isn't the name of a chart`,
    );
  }
  return origin;
}

function isAddress(place: string): boolean {
  return /^(https?|oci):\/\/[^/]/.test(place);
}

/** Whether a place is a folder beside `component.yaml`, and stays there. */
export function isBeside(place: string): boolean {
  return /^\.\//.test(place) && !place.split(/[\\/]/).includes('..');
}

/** A failure at a place of `component.yaml`. */
export function wrong(
  { source }: Sourced,
  pointer: string,
  message: string,
  remedy?: string,
): WrongInput {
  const problem: Problem = {
    severity: 'error',
    path: source.path,
    ...source.positionOf(pointer),
    message,
    ...(remedy && { remedy }),
  };
  return new WrongInput(formatProblem(problem));
}

/** The values that the chart gets, which are the same for every cluster. */
export function valuesOf(
  component: Sourced,
): NonNullable<Component['spec']['values']> {
  const values = component.spec.values ?? {};
  if (/(?<!\$)\$\{/.test(JSON.stringify(values))) {
    throw wrong(
      component,
      '/spec/values',
      'values with ${ … } differ by cluster, and vendored manifests are the same for all',
      'Leave the chart to the engine, or set these fields by patches.',
    );
  }
  return values;
}
