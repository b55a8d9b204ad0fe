/**
 * The part of an OpenAPI v3 schema that comparison reads. `$ref`s point into
 * the `definitions` of the {@link KindSchema}.
 *
 * @public
 */
export interface OpenApiSchema {
  $ref?: string;
  allOf?: OpenApiSchema[];
  type?: string;
  format?: string;
  pattern?: string;
  enum?: unknown[];
  default?: unknown;
  properties?: Record<string, OpenApiSchema>;
  additionalProperties?: OpenApiSchema | boolean;
  items?: OpenApiSchema;
  'x-kubernetes-list-type'?: string;
  'x-kubernetes-list-map-keys'?: string[];
  'x-kubernetes-patch-merge-key'?: string;
  'x-kubernetes-patch-strategy'?: string;
  'x-kubernetes-int-or-string'?: boolean;
  'x-kubernetes-preserve-unknown-fields'?: boolean;
  'x-kubernetes-validations'?: { rule?: string }[];
  'x-kubernetes-group-version-kind'?: {
    group: string;
    version: string;
    kind: string;
  }[];
}

/**
 * The schema of one kind, as a cluster serves it.
 *
 * @public
 */
export interface KindSchema {
  schema: OpenApiSchema;
  /** The schema's own name, such as `io.k8s.api.apps.v1.Deployment`: tells kinds that Kubernetes itself has. */
  name?: string;
  /** Schemas by name, the last part of a `$ref`. */
  definitions?: Record<string, OpenApiSchema>;
}
