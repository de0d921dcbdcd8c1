import { readFileSync } from 'node:fs';
import { resolvePackagePath } from '@backstage/backend-plugin-api';
import { ConfigReader } from '@backstage/config';
import type { JsonObject } from '@backstage/types';
import ts from 'typescript';
import { listKeys } from '@syntasso/plugin-ske-node';
import { checkSkeConfig, createSkeSchema, readSkeConfig } from './skeConfig';

const configOf = (ske: unknown) =>
  new ConfigReader({
    ske: ske as JsonObject,
    integrations: {
      azure: [{ host: 'dev.azure.com', credentials: [] }],
      gitea: [{ host: 'git.acme.org' }],
    },
  });
const problemsOf = (ske: unknown) => {
  const checked = checkSkeConfig(configOf(ske));
  return checked.kind === 'invalid' ? checked.problems : [];
};

const REPOSITORY =
  'It names no repository. Write it as host/owner/name, with a host that integrations of app-config has; * stands for one part, at the end for all that follows.';
const LABEL =
  'Give the key of a label or annotation, such as example.org/team, or example.org/* for all that begin so.';
const LOCATION =
  'Write it as the annotation backstage.io/managed-by-origin-location has it, such as url:https://host/org/repo/*.';
const BRANCH =
  'It must be the name of a branch, such as main or backstage/redis/cache.';

it.each<[unknown, string]>([
  // Of the wrong type.
  ['on', 'ske is "on". Give keys with values.'],
  [{ kubernetes: 'prod' }, 'ske.kubernetes is "prod". Give keys with values.'],
  [
    { kubernetes: { platformName: ['prod'] } },
    'ske.kubernetes.platformName is a list. Give a text.',
  ],
  [
    { kubernetes: { context: '' } },
    'ske.kubernetes.context is "". Give a text, or leave the key out.',
  ],
  [
    { kubernetes: { kubeconfig: {} } },
    'ske.kubernetes.kubeconfig is an object. Give a text.',
  ],
  // Words.
  [
    { mode: 'git' },
    'ske.mode is "git". Set it to one of kubernetes, gitops, hybrid.',
  ],
  [
    { delivery: { type: 'email' } },
    'ske.delivery.type is "email". Set it to one of push, pull-request.',
  ],
  [
    { discovery: { promises: true } },
    'ske.discovery.promises is true. Set it to one of all, labelled.',
  ],
  [
    { scm: { type: 'svn' } },
    'ske.scm.type is "svn". Set it to one of github, gitlab.',
  ],
  // True, false and numbers.
  [
    { discovery: { enabled: 7 } },
    'ske.discovery.enabled is 7. Set it to true or false.',
  ],
  [
    { search: { wholeCatalog: 'maybe' } },
    'ske.search.wholeCatalog is "maybe". Set it to true or false.',
  ],
  [
    { allowRawReads: [] },
    'ske.allowRawReads is an empty list. Set it to true or false.',
  ],
  [
    { atOnce: { streams: 0 } },
    'ske.atOnce.streams is 0. Give a whole number above 0.',
  ],
  [
    { rateLimit: { reads: '1.5' } },
    'ske.rateLimit.reads is "1.5". Give a whole number above 0.',
  ],
  [
    { rateLimit: { writes: 'many' } },
    'ske.rateLimit.writes is "many". Give a whole number above 0.',
  ],
  [
    { pendingRequests: { refreshSeconds: -1 } },
    'ske.pendingRequests.refreshSeconds is -1. Give a number above 0.',
  ],
  // Lists.
  [
    { kubernetes: { namespaces: [] } },
    'ske.kubernetes.namespaces is an empty list. Name at least one, or leave the key out.',
  ],
  [
    { kubernetes: { namespaces: ['default', 'Team_A'] } },
    'ske.kubernetes.namespaces[1] is "Team_A". It must be lower-case letters, digits and hyphens, at most 63; begin and end with a letter or digit.',
  ],
  [
    { pendingRequests: { forget: ['user:default/anna', 'bert'] } },
    'ske.pendingRequests.forget[1] is "bert". Give the whole entity reference, such as user:default/anna.',
  ],
  [
    { requests: { labels: ['acme.org/'] } },
    `ske.requests.labels[0] is "acme.org/". ${LABEL}`,
  ],
  [
    { requests: { annotations: ['a b'] } },
    `ske.requests.annotations[0] is "a b". ${LABEL}`,
  ],
  [
    { offerings: { locations: ['https://git.acme.org/o/r/*'] } },
    `ske.offerings.locations[0] is "https://git.acme.org/o/r/*". ${LOCATION}`,
  ],
  [
    { offerings: { kinds: [{ group: 'acme.org' }] } },
    'ske.offerings.kinds[0].kind is missing. Give a text.',
  ],
  [
    { diagnosis: { errorLines: [{ pattern: '(a+)+$' }] } },
    'ske.diagnosis.errorLines[0].pattern is no pattern of RE2, or may take too long. Begin it with ^, or write fewer parts such as .* in it.',
  ],
  [
    { diagnosis: { errorLines: 'quota' } },
    'ske.diagnosis.errorLines is "quota". Give a list.',
  ],
  // Repositories and branches.
  ...[
    'github.com',
    'github.com/acme',
    'github.com/acme/team/requests',
    'git@github.com:acme/requests.git',
    'elsewhere.org/acme/requests',
    'dev.azure.com/acme/requests',
    'git.acme.org?repo=requests',
  ].map((repository): [unknown, string] => [
    { delivery: { repositories: [repository] } },
    `ske.delivery.repositories[0] is "${repository}". ${REPOSITORY}`,
  ]),
  [
    { delivery: { requestsRepoUrl: 'elsewhere.org?owner=o&repo=r' } },
    'ske.delivery.requestsRepoUrl is "elsewhere.org?owner=o&repo=r". Write it as host?owner=organisation&repo=name, with a host that integrations of app-config has.',
  ],
  [
    { discovery: { enabled: false }, delivery: { targetBranch: 'a b' } },
    `ske.delivery.targetBranch is "a b". ${BRANCH}`,
  ],
  [
    { delivery: { targetBranches: ['release..*'] } },
    'ske.delivery.targetBranches[0] is "release..*". Give the name of a branch, such as main or release/*.',
  ],
  // Whatever the mode is.
  [
    { scm: { repoUrl: 'git@github.com:acme/requests.git' } },
    'ske.scm.repoUrl is "git@github.com:acme/requests.git". Give its HTTPS address: https://host/organisation/repository.',
  ],
  [{ scm: { branch: '-x' } }, `ske.scm.branch is "-x". ${BRANCH}`],
  [
    { scm: { path: '../other' } },
    'ske.scm.path is "../other". Give folders with "/" between them, without "..".',
  ],
  // The controller.
  [{ controller: {} }, 'ske.controller.url is missing. Give a text.'],
  [
    { controller: { url: 'backstage-controller' } },
    'ske.controller.url is "backstage-controller". Give its address, such as http://backstage-controller.kratix-platform-system:8080.',
  ],
  [
    { controller: { url: 'http://controller:8080', ca: '/ca.pem' } },
    'ske.controller.ca is not known. ske.controller has: url, token, caFile.',
  ],
  // Of several keys together.
  [
    { mode: 'gitops' },
    'ske.scm.repoUrl is missing, and ske.mode needs it. Give the HTTPS address of the repository that requests go to.',
  ],
  [
    { scm: { repoUrl: 'https://github.com/acme/requests', token: 'hunter2' } },
    'ske.scm has a token without the user name that goes with it. Set ske.scm.type to github or gitlab, or ske.scm.username.',
  ],
  // What only pages read.
  [
    { help: { email: 'platform' } },
    'ske.help.email is no e-mail address, such as platform@example.org.',
  ],
  [{ help: { chat: 1 } }, 'ske.help.chat is 1. Give a text.'],
  // Keys that are written wrong, or are in another place.
  [
    { delivry: { type: 'push' } },
    'ske.delivry is not known. Did you mean ske.delivery?',
  ],
  [
    { delivery: { mode: 'push' } },
    'ske.delivery.mode is not known. Did you mean ske.mode?',
  ],
  [
    { platformName: 'prod' },
    'ske.platformName is not known. Did you mean ske.kubernetes.platformName?',
  ],
  [
    { discovery: { Promises: 'all' } },
    'ske.discovery.Promises is not known. Did you mean ske.discovery.promises?',
  ],
  [
    { discovery: { labels: ['*'] } },
    'ske.discovery.labels[0] is "*". Write the key of a label, such as example.org/team, or its beginning with a * behind it, such as example.org/*.',
  ],
  [
    { search: { everything: true } },
    'ske.search.everything is not known. ske.search has: wholeCatalog.',
  ],
  [
    { offerings: { kinds: [{ group: 'g', kind: 'K', version: 'v1' }] } },
    'ske.offerings.kinds[0].version is not known. ske.offerings.kinds[0] has: group, kind.',
  ],
])('says what is wrong with %j', (ske, sentence) => {
  expect(problemsOf(ske)).toEqual([sentence]);
});

it('says all mistakes at once, and each key once', () => {
  const ske = {
    mode: 'hybrid',
    scm: { branch: '' },
    rateLimit: { reeds: 1, writes: 0 },
    foo: 1,
  };
  expect(() => readSkeConfig(configOf(ske))).toThrow('ske.mode needs it');
  expect(
    problemsOf(ske)
      .map(sentence => sentence.split(' ')[0])
      .sort(),
  ).toEqual([
    ...['ske.foo', 'ske.rateLimit.reeds', 'ske.rateLimit.writes'],
    ...['ske.scm.branch', 'ske.scm.repoUrl'],
  ]);
});

it.each<[unknown]>([
  [{ scm: { token: 1_234_567 } }],
  [{ scm: { tokn: 'ghp_1234567' } }],
  [{ scm: { repoUrl: 'https://robot:1234567@github.com/acme/requests' } }],
  [{ scm: { repoUrl: 'robot:1234567@github.com/acme/requests' } }],
  [{ scm: { repoUrl: 'ssh://robot:p@1234567@github.com/acme/requests' } }],
  [{ delivery: { repositories: ['https://robot:1234567@x.org/o/r'] } }],
  [{ controller: { url: 'https://robot:1234567@controller' } }],
  [{ controller: { url: 'http://controller:8080', token: 1_234_567 } }],
])('shows no secret of %j', ske => {
  const [problem, ...others] = problemsOf(ske);
  expect(others).toEqual([]);
  expect(problem).toMatch(/^ske\./);
  expect(problem).not.toContain('1234567');
});

it('reads values of environment variables, which are texts', () => {
  expect(
    readSkeConfig(
      configOf({
        allowRawReads: 'yes',
        discovery: { enabled: 'false', templates: '1' },
        rateLimit: { reads: ' 20 ' },
        pendingRequests: { refreshSeconds: '0.5' },
      }),
    ),
  ).toEqual({
    allowRawReads: true,
    discovery: { enabled: false, templates: true },
    rateLimit: { reads: 20 },
    pendingRequests: { refreshSeconds: 0.5 },
  });
});

it.each<[JsonObject]>([
  [{}],
  [{ mode: null, kubernetes: {} }],
  [{ delivery: { repositories: [], targetBranches: ['*', 'release/*'] } }],
  ...[
    '*',
    'github.com/*',
    'GitHub.com/Acme/*',
    'https://github.com/acme/requests.git',
    'github.com?owner=acme&repo=requests',
    'git.acme.org/a/b/c',
    'dev.azure.com/o/p/r',
    '*/acme/*',
  ].map((repository): [JsonObject] => [
    { delivery: { repositories: [repository] } },
  ]),
  [{ requests: { labels: ['*', 'acme.org/*', 'team'], annotations: [] } }],
  [
    {
      offerings: {
        locations: [
          ...['url:https://h/o/*', 'file:/a/b.yaml', 'ske:*', '*'],
          ...['cluster origin: prod', 'cluster origin: *'],
        ],
      },
    },
  ],
  [
    {
      mode: 'gitops',
      scm: {
        ...{ repoUrl: 'https://h/o/r', token: 't', username: 'u' },
        ...{ path: '/a/b/', defaultAuthor: { name: 'SKE' } },
      },
    },
  ],
  [
    {
      controller: {
        ...{ url: 'https://proxy.example.org/controller/', token: 't' },
        caFile: '/etc/ssl/ca.pem',
      },
    },
  ],
  [{ help: { url: 'https://tickets.example.org/?t={title}' } }],
])('takes %j', ske => {
  expect(problemsOf(ske)).toEqual([]);
});

describe('config.d.ts', () => {
  const backend = declaredKeys('@syntasso/plugin-ske-backend', 'ske');

  it('has the keys of the schema', () => {
    expect([...backend.keys()].sort()).toEqual(
      listKeys(createSkeSchema(() => undefined)).sort(),
    );
  });

  it('says which keys pages read, and which are secret', () => {
    const frontend = declaredKeys('@syntasso/plugin-ske-frontend', 'ske');
    const shown = [...frontend].filter(([, visibility]) => visibility);
    expect(shown.map(([key]) => key)).toEqual([
      'help.email',
      'help.url',
      'help.chat',
    ]);
    expect([...backend].filter(([, visibility]) => visibility)).toEqual([
      ['scm.token', 'secret'],
      ['controller.token', 'secret'],
      ...shown,
    ]);
    expect(
      Object.fromEntries(
        declaredKeys('@syntasso/plugin-ske-backend', 'kubernetes'),
      ),
    ).toMatchObject({
      'clusterLocatorMethods[].clusters[].serviceAccountToken': 'secret',
    });
  });
});

/** The keys that a package's config.d.ts has below one of the top, each with its visibility. */
function declaredKeys(packageName: string, top: string) {
  const file = resolvePackagePath(packageName, 'config.d.ts');
  const source = ts.createSourceFile(
    file,
    readFileSync(file, 'utf8'),
    ts.ScriptTarget.Latest,
    true,
  );
  const keys = new Map<string, string | undefined>();
  const read = (node: ts.Node | undefined, path: string) => {
    if (!node) return;
    if (ts.isArrayTypeNode(node)) read(node.elementType, `${path}[]`);
    if (!ts.isTypeLiteralNode(node) && !ts.isInterfaceDeclaration(node)) return;
    for (const member of node.members.filter(ts.isPropertySignature)) {
      const name = member.name.getText(source);
      const key = path ? `${path}.${name}` : name;
      const tag = ts
        .getJSDocTags(member)
        .find(({ tagName }) => tagName.text === 'visibility');
      keys.set(key, ts.getTextOfJSDocComment(tag?.comment));
      read(member.type, key);
    }
  };
  source.statements.forEach(statement => read(statement, ''));
  return new Map(
    [...keys]
      .filter(([key]) => key.startsWith(`${top}.`))
      .map(([key, visibility]) => [key.slice(top.length + 1), visibility]),
  );
}
