import type { AuthService } from '@backstage/backend-plugin-api';
import type { CatalogService } from '@backstage/plugin-catalog-node';

const ANNOTATION_LOGIN = 'github.com/user-login';

/**
 * Tells the Git host's login of a Backstage user, as the catalog says. Asked for with the plugin's own credentials:
 * who somebody is doesn't depend on what the asker may see.
 */
export function githubLogins(
  catalog: CatalogService,
  auth: AuthService,
): (userEntityRef: string) => Promise<string | undefined> {
  return async userEntityRef => {
    const entity = await catalog.getEntityByRef(userEntityRef, {
      credentials: await auth.getOwnServiceCredentials(),
    });
    return entity?.metadata.annotations?.[ANNOTATION_LOGIN];
  };
}
