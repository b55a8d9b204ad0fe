import {
  DefaultGithubCredentialsProvider,
  ScmIntegrationRegistry,
} from '@backstage/integration';
import { InputError } from '@backstage/errors';
import type { FleetConfig } from '../config/readHubConfig';
import type { FleetRepository } from './FollowedFleet';

/** Where a configured fleet repository is; its credentials are those that Backstage has for its host. */
export function repositoryOf(
  { url: configured, branch }: Pick<FleetConfig, 'url' | 'branch'>,
  integrations: ScmIntegrationRegistry,
): FleetRepository {
  const url = configured.replace(/\/+$/, '').replace(/\.git$/, '');
  const [owner, repo] = new URL(url).pathname.split('/').slice(-2);
  if (!owner || !repo) {
    throw new InputError(
      `"${configured}" names no repository: give it as https://github.com/acme/fleet`,
    );
  }
  const apiBaseUrl = integrations.github.byUrl(url)?.config.apiBaseUrl;
  const credentials =
    DefaultGithubCredentialsProvider.fromIntegrations(integrations);
  return {
    url,
    owner,
    repo,
    branch,
    ...(apiBaseUrl ? { apiBaseUrl } : {}),
    credentials: async () =>
      apiBaseUrl
        ? { token: (await credentials.getCredentials({ url })).token }
        : {},
  };
}
