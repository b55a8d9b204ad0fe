import { Config } from '@backstage/config';
import { InputError } from '@backstage/errors';
import {
  DefaultGithubCredentialsProvider,
  ScmIntegrations,
} from '@backstage/integration';
import {
  GithubHost,
  GithubHostOptions,
  repositoryPlace,
} from '@flotilla/repository';

/** The Git hosts of the portal's fleets, by its own `integrations`. */
export class FleetHosts {
  private readonly integrations: ScmIntegrations;
  private readonly requireUserCredentials: boolean;

  constructor(
    config: Config,
    private readonly options: Pick<GithubHostOptions, 'throttle'> = {},
  ) {
    this.integrations = ScmIntegrations.fromConfig(config);
    this.requireUserCredentials =
      config.getOptionalBoolean('scaffolder.requireScmUserCredentials') ??
      false;
  }

  /**
   * The repository's host, as the user where there is a user's token, else as the portal.
   *
   * @throws InputError when the host isn't configured, or no credentials may be used
   */
  async open(repositoryUrl: string, userToken?: string): Promise<GithubHost> {
    const { host, owner, repo } = repositoryPlace(repositoryUrl);
    const baseUrl =
      this.integrations.github.byUrl(repositoryUrl)?.config.apiBaseUrl;
    if (!baseUrl) {
      throw new InputError(
        `The fleet's repository ${repositoryUrl} is on ${host}, which integrations.github doesn't name`,
      );
    }
    if (!userToken && this.requireUserCredentials) {
      throw new InputError(
        `Sign in to ${host} first: pull requests are opened with your own credentials here (scaffolder.requireScmUserCredentials)`,
      );
    }
    const token = userToken ?? (await this.portalToken(repositoryUrl));
    return new GithubHost({ ...this.options, baseUrl, token, owner, repo });
  }

  private async portalToken(url: string): Promise<string> {
    const provider = DefaultGithubCredentialsProvider.fromIntegrations(
      this.integrations,
    );
    const { token } = await provider.getCredentials({ url });
    if (!token) {
      throw new InputError(
        `The portal has no token or app for ${url}. Add one under integrations.github, or sign in to the Git host.`,
      );
    }
    return token;
  }
}
