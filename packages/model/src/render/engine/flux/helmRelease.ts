import type { KubeObject } from '@flotilla/drift';
import type { Chart } from '../Engine';

/** A chart's source and its release. */
export function helmObjects(chart: Chart): KubeObject[] {
  const { component: name, namespace, values, valuesFrom } = chart;
  const metadata = { name, namespace };
  return [
    chartSource(chart),
    {
      apiVersion: 'helm.toolkit.fluxcd.io/v2',
      kind: 'HelmRelease',
      metadata,
      spec: {
        interval: '10m',
        releaseName: name,
        serviceAccountName: chart.installer,
        ...chartOf(chart),
        // The release is one object for drift: what is inside it, only Helm knows.
        driftDetection: { mode: 'enabled' },
        install: {
          crds: 'CreateReplace',
          strategy: { name: 'RetryOnFailure' },
        },
        upgrade: {
          crds: 'CreateReplace',
          strategy: { name: 'RetryOnFailure' },
        },
        ...(valuesFrom && { valuesFrom }),
        values,
      },
    },
  ];
}

const isRegistry = ({ repository }: Chart) => repository.startsWith('oci://');

function chartSource(chart: Chart): KubeObject {
  const { component: name, namespace, repository } = chart;
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

function chartOf(chart: Chart): Record<string, unknown> {
  const { component: name } = chart;
  if (isRegistry(chart)) return { chartRef: { kind: 'OCIRepository', name } };
  const sourceRef = { kind: 'HelmRepository', name };
  const { chart: title, version } = chart;
  return { chart: { spec: { chart: title, version, sourceRef } } };
}
