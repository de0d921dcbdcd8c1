import {
  DefaultAzureDevOpsCredentialsProvider,
  DefaultGithubCredentialsProvider,
  DefaultGitlabCredentialsProvider,
  getBitbucketCloudRequestOptions,
  getBitbucketServerRequestOptions,
  type ScmIntegrationRegistry,
} from '@backstage/integration';

/** Headers that a request to a Git host is authorised by. @public */
export type GitHeaders = Record<string, string>;

/** HTTP basic authentication. @public */
export const basicAuth = (username: string, password: string): GitHeaders => ({
  Authorization: `Basic ${Buffer.from(`${username}:${password}`).toString(
    'base64',
  )}`,
});

/** The user name that goes with a token, where a host does not care for more. */
const TOKEN_USERS: Record<string, string> = {
  github: 'x-access-token',
  gitlab: 'oauth2',
};

/**
 * Authorises Git by a token that somebody has given, with a user name or the
 * type of the host. Undefined when neither says which user goes with it.
 *
 * @public
 */
export function givenAuth(given: {
  token: string;
  username?: string;
  type?: string;
}): GitHeaders | undefined {
  const username = given.username || TOKEN_USERS[given.type ?? ''];
  return username ? basicAuth(username, given.token) : undefined;
}

/**
 * Authorises Git by what `integrations` in app-config has for the address: the GitHub
 * App of its organisation, else the host's token, or its user with password. Nothing for
 * a host that has none: then only what is public is reached.
 *
 * Providers are made once: they keep tokens of GitHub Apps until they end.
 *
 * @public
 */
export function integrationAuth(
  integrations: ScmIntegrationRegistry,
): (url: string) => Promise<GitHeaders> {
  const github =
    DefaultGithubCredentialsProvider.fromIntegrations(integrations);
  const gitlab =
    DefaultGitlabCredentialsProvider.fromIntegrations(integrations);
  const azure =
    DefaultAzureDevOpsCredentialsProvider.fromIntegrations(integrations);
  return async url => {
    switch (integrations.byUrl(url)?.type) {
      case 'github': {
        const { token } = await github.getCredentials({ url });
        return token ? basicAuth(TOKEN_USERS.github, token) : {};
      }
      case 'gitlab': {
        const { token } = await gitlab.getCredentials({ url });
        return token ? basicAuth(TOKEN_USERS.gitlab, token) : {};
      }
      case 'azure':
        return (await azure.getCredentials({ url }))?.headers ?? {};
      case 'bitbucketCloud': {
        const config = integrations.bitbucketCloud.byUrl(url)!.config;
        return (await getBitbucketCloudRequestOptions(config)).headers;
      }
      case 'bitbucketServer': {
        const config = integrations.bitbucketServer.byUrl(url)!.config;
        return getBitbucketServerRequestOptions(config).headers;
      }
      case 'gitea': {
        const { username, password } = integrations.gitea.byUrl(url)!.config;
        return password ? basicAuth(username ?? password, password) : {};
      }
      default:
        return {};
    }
  };
}
