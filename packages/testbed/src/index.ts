/**
 * Real parts for tests: the field's own tools, upstream schemas and published manifests. Never part of the product.
 *
 * @packageDocumentation
 */
export {};
