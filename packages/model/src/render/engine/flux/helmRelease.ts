import type { KubeObject } from '@flotilla/drift';
import type { Chart, OutsideChart } from '../Engine';

/** A chart's definitions follow its version; what fails is tried again, not undone. */
const INSTALL = {
  crds: 'CreateReplace',
  strategy: { name: 'RetryOnFailure' },
};

/** A chart's source and its release. */
export function helmObjects(chart: Chart): KubeObject[] {
  const { namespace, installer } = chart;
  return releaseObjects(chart, namespace, {
    serviceAccountName: installer,
    install: INSTALL,
  });
}

/** The same on a cluster's manager, which reaches the cluster by Cluster API's kubeconfig. */
export function outsideHelmObjects(chart: OutsideChart): KubeObject[] {
  const { child, childNamespace, namespace } = chart;
  return releaseObjects(chart, childNamespace, {
    kubeConfig: { secretRef: { name: `${child}-kubeconfig` } },
    targetNamespace: namespace,
    storageNamespace: namespace,
    install: { createNamespace: true, ...INSTALL },
  });
}

type ChartSource = Omit<Chart, 'installer'>;

function releaseObjects(
  chart: ChartSource,
  namespace: string,
  more: Record<string, unknown>,
): KubeObject[] {
  const { component: name, values, valuesFrom } = chart;
  const metadata = { name, namespace };
  return [
    chartSource(chart, namespace),
    {
      apiVersion: 'helm.toolkit.fluxcd.io/v2',
      kind: 'HelmRelease',
      metadata,
      spec: {
        interval: '10m',
        releaseName: name,
        ...more,
        ...chartOf(chart),
        // The release is one object for drift: what is inside it, only Helm knows.
        driftDetection: { mode: 'enabled' },
        upgrade: INSTALL,
        ...(valuesFrom && { valuesFrom }),
        values,
      },
    },
  ];
}

const isRegistry = ({ repository }: ChartSource) =>
  repository.startsWith('oci://');

function chartSource(chart: ChartSource, namespace: string): KubeObject {
  const { component: name, repository } = chart;
  const apiVersion = 'source.toolkit.fluxcd.io/v1';
  const metadata = { name, namespace };
  if (!isRegistry(chart)) {
    return {
      apiVersion,
      kind: 'HelmRepository',
      metadata,
      spec: { url: repository, interval: '1h' },
    };
  }
  return {
    apiVersion,
    kind: 'OCIRepository',
    metadata,
    spec: {
      url: `${repository.replace(/\/$/, '')}/${chart.chart}`,
      ref: { tag: chart.version },
      layerSelector: {
        mediaType: 'application/vnd.cncf.helm.chart.content.v1.tar+gzip',
        operation: 'copy',
      },
      interval: '1h',
    },
  };
}

function chartOf(chart: ChartSource): Record<string, unknown> {
  const { component: name } = chart;
  if (isRegistry(chart)) return { chartRef: { kind: 'OCIRepository', name } };
  const sourceRef = { kind: 'HelmRepository', name };
  const { chart: title, version } = chart;
  return { chart: { spec: { chart: title, version, sourceRef } } };
}
