import type { PartStatus } from '@flotilla/backstage-plugin-flotilla-common';

/** A part of a cluster as Git has it, kept with the cluster. */
export interface GitPart {
  name: string;
  kind: PartStatus['kind'];
  /** What people call it: the component's or workspace's name. */
  title: string;
  version?: string;
  /** Why the cluster has it: `required by base 2.1.0`. */
  layer?: string;
  digest: string;
}
