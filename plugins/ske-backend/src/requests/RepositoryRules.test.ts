import { ConfigReader } from '@backstage/config';
import { RepositoryRules } from './RepositoryRules';

const rulesOf = (ske: object) =>
  RepositoryRules.fromConfig(new ConfigReader({ ske } as never));
const promise = (named: string) => ({
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
  [
    'a pattern as a picker has it',
    { delivery: { repositories: ['github.com?owner=acme&repo=*'] } },
  ],
])('takes what %s names, and nothing else', (_, ske) => {
  const rules = rulesOf(ske);
  const look = (repoUrl: string) => rules.requireRepository('repoUrl', repoUrl);
  expect(() => look('github.com?owner=acme&repo=requests')).not.toThrow();
  expect(() => look('github.com?owner=Acme&repo=Requests')).not.toThrow();
  for (const other of [
    'github.com?owner=other&repo=website',
    'github.com.evil.org?owner=acme&repo=requests',
    'gitlab.com?owner=acme&repo=requests',
  ]) {
    expect(() => look(other)).toThrow('ske.delivery.repositories');
  }
});

it('takes what a Promise names for its own requests', () => {
  const rules = rulesOf({});
  const repoUrl = 'dev.azure.com?organization=o&project=p&repo=r';
  expect(() => rules.requireRepository('repoUrl', repoUrl)).toThrow(
    'dev.azure.com/o/p/r',
  );
  rules.requireRepository(
    'repoUrl',
    repoUrl,
    promise(`github.com?owner=a&repo=b, ${repoUrl}`),
  );
});

it('knows groups within groups', () => {
  const rules = rulesOf({
    delivery: { repositories: ['gitlab.com/acme/team/requests'] },
  });
  rules.requireRepository(
    'repoUrl',
    'gitlab.com?owner=acme%2Fteam&repo=requests',
  );
  expect(() =>
    rules.requireRepository('repoUrl', 'gitlab.com?owner=acme&repo=requests'),
  ).toThrow();
});

it('takes target branches that app-config names', () => {
  const rules = rulesOf({
    scm: { branch: 'live' },
    delivery: { targetBranch: 'trunk', targetBranches: ['release/*'] },
  });
  for (const branch of ['live', 'trunk', 'release/1']) {
    rules.requireTargetBranch('targetBranchName', branch);
  }
  expect(() => rules.requireTargetBranch('targetBranchName', 'main')).toThrow(
    'targetBranchName: main is not among the branches that requests may go to. Choose one of trunk, live, release/*',
  );
});
