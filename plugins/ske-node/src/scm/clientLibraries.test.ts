import { ConfigReader } from '@backstage/config';
import { ScmIntegrations } from '@backstage/integration';
import { ScmHosts } from './ScmHosts';

jest.mock('@octokit/core', () => {
  throw new Error('not installed');
});
jest.mock('@gitbeaker/rest', () => {
  throw new Error('not installed');
});
jest.mock('gitea-js', () => {
  throw new Error('not installed');
});

const hosts = new ScmHosts(
  ScmIntegrations.fromConfig(
    new ConfigReader({
      integrations: {
        github: [{ host: 'github.com', token: 'gh-token' }],
        gitlab: [{ host: 'gitlab.com', token: 'gl-token' }],
        gitea: [{ host: 'gitea.example.org', password: 'gt-token' }],
      },
    }),
  ),
);

describe.each([
  ['github.com', '@octokit/core', 'pull'],
  ['gitlab.com', '@gitbeaker/rest', '-/merge_requests'],
  ['gitea.example.org', 'gitea-js', 'pulls'],
])('%s', (host, library, path) => {
  const url = `https://${host}/platform/requests/${path}/1`;

  it('is known without its client library', () => {
    expect(hosts.pullRequest(url)).toMatchObject({
      host: { host },
      number: 1,
    });
    const { repo } = hosts.repository(`${host}?owner=platform&repo=requests`);
    expect(hosts.pullRequest(url)?.host.cloneUrl(repo)).toBe(
      `https://${host}/platform/requests.git`,
    );
  });

  it('says which package is missing when it is needed', async () => {
    await expect(hosts.read(url)).rejects.toMatchObject({
      name: 'ServiceUnavailableError',
      message: `The package ${library}, which is for pull requests at ${host}, cannot be loaded (not installed). Install the dependencies of the backend again, and start it anew.`,
    });
  });
});
