/** Files of a fleet repository: repository-relative path with `/` → text. @public */
export type FleetFiles = ReadonlyMap<string, string>;
