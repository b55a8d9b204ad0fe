/**
 * What `npm start`, `npm test` and `npm run demo` do. Not published.
 *
 * @packageDocumentation
 */
export {};
