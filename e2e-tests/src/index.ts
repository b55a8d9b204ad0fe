/**
 * The whole loop in a real browser. Not published.
 *
 * @packageDocumentation
 */
export {};
