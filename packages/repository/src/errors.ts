import { CustomErrorBase, ServiceUnavailableError } from '@backstage/errors';

/**
 * The Git host can't be reached or doesn't answer as one. What was fetched before stays readable.
 *
 * @public
 */
export class RepositoryUnreachable extends ServiceUnavailableError {}

/**
 * The Git host answered, and refused the credentials it was given (or the lack of them).
 *
 * @public
 */
export class RepositoryRefused extends CustomErrorBase {
  name = 'NotAllowedError' as const;
}

/**
 * The mirror on disk can't be read: objects are missing or broken. {@link FleetMirror} clones anew by itself when it meets this.
 *
 * @public
 */
export class MirrorDamaged extends CustomErrorBase {
  name = 'MirrorDamaged' as const;
}
