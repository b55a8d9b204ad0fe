/** The names that an expression sees, each with a JSON value. @public */
export type Scope = Readonly<Record<string, unknown>>;
