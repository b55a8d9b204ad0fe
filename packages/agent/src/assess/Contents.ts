import type {
  Report,
  ResourceReport,
} from '@flotilla/backstage-plugin-flotilla-common';

/** All that a report may tell, before it is cut down to what is new. */
export interface Contents {
  desiredRevision: string;
  kubernetesVersion: string;
  engine: NonNullable<Report['engine']>;
  counts: NonNullable<Report['counts']>;
  parts: NonNullable<Report['parts']>;
  resources: ReadonlyMap<string, ResourceReport>;
  ignored: NonNullable<Report['ignored']>;
  nodes: Report['nodes'];
  infrastructure: NonNullable<Report['infrastructure']>;
  conditions: NonNullable<Report['conditions']>;
}
