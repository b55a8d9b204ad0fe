import { Octokit } from 'octokit';
import { ConditionalRequests } from './ConditionalRequests';
import { githubFailure } from './githubErrors';

/**
 * Which repository on which host, and as whom.
 *
 * @public
 */
export interface GithubHostOptions {
  /** Base of the REST API: `https://api.github.com`, or `https://<host>/api/v3` on GitHub Enterprise. */
  baseUrl: string;
  /** A token, or where to get one that is fresh (an app's installation tokens live for an hour). */
  token: string | (() => Promise<string>);
  owner: string;
  repo: string;
  /**
   * Spaces writes as GitHub asks for, and repeats what failed in passing. Default true; only tests against a
   * local host turn it off.
   */
  throttle?: boolean;
}

/** Octokit with our credentials, conditional requests and errors. */
export function createGithubClient(options: GithubHostOptions): Octokit {
  const { baseUrl, token, throttle = true } = options;
  const client = new Octokit({
    baseUrl,
    userAgent: 'flotilla',
    // Octokit's own settings say what to do at a limit; naming one of them would replace them all.
    ...(throttle
      ? {}
      : { throttle: { enabled: false }, retry: { enabled: false } }),
    log: { debug: nothing, info: nothing, warn: nothing, error: nothing },
  });
  const known = new ConditionalRequests<
    Awaited<ReturnType<Octokit['request']>>
  >();
  client.hook.before('request', async request => {
    const value = typeof token === 'string' ? token : await token();
    request.headers.authorization = `token ${value}`;
  });
  client.hook.wrap('request', (request, parameters) =>
    known.request(request, parameters),
  );
  client.hook.error('request', error => {
    throw githubFailure(error, options);
  });
  return client;
}

// Every failure is thrown, and whoever catches it logs it with its context.
function nothing() {}
