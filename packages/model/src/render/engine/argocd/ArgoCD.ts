import type { KubeObject } from '@flotilla/drift';
import type { Fleet } from '../../../kinds';
import { GITOPS, partFolder } from '../../part';
import type {
  AppliedPart,
  Chart,
  ChildCluster,
  Engine,
  KustomizeFolder,
  OutsideChart,
  TeamSource,
} from '../Engine';
import { stageName } from '../stageName';
import { application } from './application';
import { childObjects } from './children';
import { ignoreDifferences } from './ignoreDifferences';
import { ARGOCD_NAMESPACE, CHARTS, FLEET } from './names';
import { chartsOf } from './charts';
import {
  chartsProject,
  childrenProject,
  engineProject,
  fleetProject,
} from './platform';
import { teamObjects } from './team';

const OPTIONS = 'argocd.argoproj.io/sync-options';
const KEPT = ['Prune=false', 'Delete=false'];

/** Argo CD: a root Application, and below it an Application for every part. */
export class ArgoCD implements Engine {
  readonly namespace = ARGOCD_NAMESPACE;
  readonly #repository: Fleet['spec']['repository'];

  constructor({ spec }: Fleet) {
    this.#repository = spec.repository;
  }

  kept(annotations: Readonly<Record<string, string>>) {
    const own = (annotations[OPTIONS] ?? '')
      .split(',')
      .map(option => option.trim())
      .filter(option => option !== '' && !/^(Prune|Delete)=/.test(option));
    return { ...annotations, [OPTIONS]: [...own, ...KEPT].join(',') };
  }

  start(cluster: string): KubeObject[] {
    const root = application({
      name: FLEET,
      source: this.#source(partFolder(cluster, GITOPS)),
      // Whoever deletes it by mistake doesn't delete all that it applies.
      takesAlong: false,
    });
    return [fleetProject(this.#repository.url), root].map(object => ({
      ...object,
      metadata: { ...object.metadata, annotations: this.kept({}) },
    }));
  }

  parts(parts: readonly AppliedPart[]): KubeObject[] {
    // Two Argo CDs would take an object from each other for ever: what its manager brought stays its manager's.
    const own = parts.filter(part => !part.isFirst);
    const applications = own.map(part =>
      application({
        name: stageName(part.name),
        source: this.#source(partFolder(part.cluster, part.name)),
        part: part.name,
        cluster: part.cluster,
        wave: part.wave,
        ignoreDifferences: ignoreDifferences(part),
        takesAlong: true,
      }),
    );
    const objects = parts.flatMap(part => part.objects);
    return [...chartsProject(chartsOf(objects)), ...applications];
  }

  children(children: readonly ChildCluster[]): KubeObject[] {
    const { url, secretRef } = this.#repository;
    const names = children.map(({ name }) => name);
    return [
      ...childrenProject(url, names),
      ...children.flatMap(child =>
        childObjects(child, secretRef, path => this.#source(path)),
      ),
    ];
  }

  chart(chart: Chart): KubeObject[] {
    const { component: name, namespace } = chart;
    return [
      application({
        name,
        project: CHARTS,
        source: chartSource(chart),
        destination: { namespace },
        takesAlong: true,
      }),
    ];
  }

  outsideChart(chart: OutsideChart): KubeObject[] {
    const { component, namespace, child } = chart;
    const name = `${component}-${child}`;
    const repository = repositoryOf(chart);
    return [
      engineProject(name, repository, child),
      application({
        name,
        project: name,
        source: chartSource(chart),
        destination: { name: child, namespace },
        makesNamespace: true,
        takesAlong: false,
      }),
    ];
  }

  folder({ component, namespace, path }: KustomizeFolder): KubeObject[] {
    return [
      application({
        name: `kustomize-${component}`,
        source: {
          ...this.#source(path),
          ...(namespace && { kustomize: { namespace } }),
        },
        destination: namespace ? { namespace } : {},
        takesAlong: true,
      }),
    ];
  }

  team(source: TeamSource): KubeObject[] {
    return teamObjects(source);
  }

  #source(path: string): Record<string, unknown> {
    const { url, branch } = this.#repository;
    return { repoURL: url, targetRevision: branch, path };
  }
}

function chartSource(chart: Omit<Chart, 'installer'>): Record<string, unknown> {
  return {
    repoURL: repositoryOf(chart),
    chart: chart.chart,
    targetRevision: chart.version,
    helm: { releaseName: chart.component, valuesObject: chart.values },
  };
}

/** Argo CD knows registries by their name alone. */
function repositoryOf({ repository }: Pick<Chart, 'repository'>): string {
  return repository.replace(/^oci:\/\//, '');
}
