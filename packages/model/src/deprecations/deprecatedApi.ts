/** One version of an API that is on its way out, or gone. */
export interface DeprecatedApi {
  /** `group/version`, or `v1`. */
  apiVersion: string;
  /** Absent: every kind of this version. */
  kinds?: readonly string[];
  /** What deprecated it: a minor version of Kubernetes, such as "1.22", or a release of the project that it belongs to. */
  deprecated: string;
  /** The first minor version of Kubernetes that doesn't serve it; absent while none is set. */
  removed?: string;
  /** The `apiVersion` to write, followed by the kind where that changes too; absent where there is none. */
  replacement?: string;
  /** Where this is said. */
  source: string;
}
