import { ActionContext } from '@backstage/plugin-scaffolder-node';

/** Who asked, as the author of the commit; the Git host matches the e-mail address with its own users. */
export function authorOf(
  user: ActionContext<{}>['user'],
): { name: string; email: string } | undefined {
  const profile = user?.entity?.spec?.profile;
  const name = profile?.displayName ?? user?.entity?.metadata.name ?? user?.ref;
  if (!name) {
    return undefined;
  }
  return { name, email: profile?.email ?? 'noreply@flotilla.dev' };
}
