import { kratix } from '@syntasso/plugin-ske-common';
import { ConfigReader } from '@backstage/config';
import { ScmIntegrations } from '@backstage/integration';
import { ScmHosts } from '@syntasso/plugin-ske-node';
import { RepositoryRules } from './RepositoryRules';

const token = 't';
const hosts = new ScmHosts(
  ScmIntegrations.fromConfig(
    new ConfigReader({
      integrations: {
        github: [{ host: 'github.com', token }],
        gitlab: [{ host: 'gitlab.com', token }],
        bitbucketCloud: [{ username: 'u', token }],
        bitbucketServer: [
          {
            host: 'bitbucket.acme.org',
            apiBaseUrl: 'https://bitbucket.acme.org/rest/api/1.0',
            token,
          },
        ],
        azure: [{ host: 'dev.azure.com', credentials: [] }],
      },
    }),
  ),
);
const rulesOf = (ske: object) =>
  RepositoryRules.fromConfig(new ConfigReader({ ske } as never), hosts);
const offeringWith = (named: string) =>
  kratix.offeringOf({
    apiVersion: 'platform.kratix.io/v1alpha1',
    kind: 'Promise',
    metadata: {
      name: 'redis',
      annotations: { 'kratix.io/requests-repo-url': named },
    },
  });

it.each([
  [
    'ske.scm.repoUrl',
    { scm: { repoUrl: 'https://github.com/acme/requests.git' } },
  ],
  [
    'ske.delivery.requestsRepoUrl',
    { delivery: { requestsRepoUrl: 'github.com?owner=acme&repo=requests' } },
  ],
  [
    'an address',
    { delivery: { repositories: ['https://github.com/acme/requests'] } },
  ],
  ['a pattern', { delivery: { repositories: ['github.com/acme/*'] } }],
  [
    'a pattern of owners',
    { delivery: { repositories: ['github.com/*/requests'] } },
  ],
])('takes what %s names, and nothing else', (_, ske) => {
  const rules = rulesOf(ske);
  const look = (repoUrl: string) => rules.requireRepository('repoUrl', repoUrl);
  expect(() => look('github.com?owner=acme&repo=requests')).not.toThrow();
  expect(() => look('github.com?owner=Acme&repo=Requests')).not.toThrow();
  for (const other of [
    'github.com?owner=other&repo=website',
    'gitlab.com?owner=acme&repo=requests',
    // Other parts than the host's own do not count.
    'github.com?organization=acme&owner=evil&repo=x',
    'github.com?workspace=acme&project=acme&owner=evil&repo=x',
  ]) {
    expect(() => look(other)).toThrow('ske.delivery.repositories');
  }
  expect(() => look('github.com.evil.org?owner=acme&repo=requests')).toThrow(
    'not among integrations',
  );
});

it.each([
  ['bitbucket.org/acme/requests', 'bitbucket.org?workspace=acme&repo=requests'],
  [
    'bitbucket.acme.org/acme/requests',
    'bitbucket.acme.org?project=ACME&repo=requests',
  ],
  ['dev.azure.com/o/p/r', 'dev.azure.com?organization=o&project=p&repo=r'],
  ['gitlab.com/acme/team/r', 'gitlab.com?owner=acme%2Fteam&repo=r'],
])('knows %s', (place, repoUrl) => {
  rulesOf({ delivery: { repositories: [place] } }).requireRepository(
    'repoUrl',
    repoUrl,
  );
  expect(() => rulesOf({}).requireRepository('repoUrl', repoUrl)).toThrow(
    `${place} is not among the repositories`,
  );
});

it('is not taken in by parts that a host does not use', () => {
  const rules = rulesOf({
    delivery: { repositories: ['bitbucket.org/org/requests'] },
  });
  expect(() =>
    rules.requireRepository(
      'repoUrl',
      'bitbucket.org?organization=org&workspace=evil&repo=requests',
    ),
  ).toThrow('bitbucket.org/evil/requests');
});

it('takes what a Promise names for its own requests', () => {
  const rules = rulesOf({});
  const repoUrl = 'dev.azure.com?organization=o&project=p&repo=r';
  const named = offeringWith(`github.com?owner=a&repo=b, ${repoUrl}`);
  expect(() =>
    rules.requireRepository('repoUrl', repoUrl, named),
  ).not.toThrow();
});

it('takes a pull request only where requests may go', () => {
  const rules = rulesOf({ delivery: { repositories: ['github.com/acme/*'] } });
  const look = (url: string) =>
    rules.requirePullRequest('pullRequestUrl', url, offeringWith(''));
  expect(() => look('https://github.com/acme/requests/pull/1')).not.toThrow();
  for (const url of [
    'https://github.com/none/none/pull/1',
    'https://dev.azure.com/o/p/_git/r/pullrequest/1',
  ]) {
    expect(() => look(url)).toThrow('ske.delivery.repositories');
  }
  for (const url of [
    'https://github.com/acme/requests',
    // A number that hosts do not look for.
    'https://github.com/acme/requests/pull/99999999999',
    // No part of an address that anybody could decode.
    'https://dev.azure.com/o/%ZZ/_git/r/pullrequest/1',
  ]) {
    expect(() => look(url)).toThrow('is no address of a pull request');
  }
});

it('takes no hidden folder for a request', () => {
  const rules = rulesOf({ delivery: { repositories: ['github.com/acme/*'] } });
  const look = (path: string) =>
    rules.requireTarget(
      { repoUrl: 'github.com?owner=acme&repo=r', path },
      offeringWith(''),
    );
  for (const path of ['a/b.c/d.yaml', './a/b.yaml']) {
    expect(() => look(path)).not.toThrow();
  }
  for (const path of ['.github/workflows/x.yml', 'a/../.gitlab-ci.yml']) {
    expect(() => look(path)).toThrow('is hidden');
  }
});

it('takes target branches that app-config names', () => {
  const rules = rulesOf({
    scm: { branch: 'live' },
    delivery: { targetBranch: 'trunk', targetBranches: ['release/*'] },
  });
  expect(rules.defaultBranch).toBe('trunk');
  for (const branch of ['trunk', 'release/1']) {
    rules.requireTargetBranch('targetBranchName', branch);
  }
  // Of a repository that is not there.
  expect(() => rules.requireTargetBranch('targetBranchName', 'live')).toThrow(
    'targetBranchName: live is not among the branches that requests may go to. Choose one of trunk, release/*',
  );
  expect(() => rules.requireTargetBranch('x', 'main')).toThrow();
});
