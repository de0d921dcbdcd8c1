import { parseRepoUrl } from '../requests/repoUrl';
import { nameSchemas } from './nameSchemas';

const takes = (name: keyof typeof nameSchemas, text: string) =>
  nameSchemas[name].safeParse(text).success;

it.each([
  ['object', ['a', 'a.b', 'a-1', '0', 'a'.repeat(253)]],
  ['namespace', ['default', 'kube-system', 'a'.repeat(63)]],
  ['container', ['work-writer']],
  ['kind', ['Redis', 'RedisV2', 'argocd-application', 'a'.repeat(63)]],
  ['apiVersion', ['v1', 'apps/v1', 'marketplace.kratix.io/v1alpha1']],
  ['promiseVersion', ['v1.2.0', 'latest', '1_0']],
  ['branch', ['main', 'backstage/redis/cache', 'a.b', 'feature/ä']],
] as const)('takes names of %s', (name, texts) => {
  expect(texts.filter(text => !takes(name, text))).toEqual([]);
});

it.each([
  [
    'object',
    [
      '',
      '.',
      '..',
      'a/b',
      'a%2fb',
      'A',
      'a..b',
      '-a',
      'a-',
      'a\n',
      'a'.repeat(254),
    ],
  ],
  ['namespace', ['', '..', 'a.b', 'a/b', 'a '.repeat(2), 'a'.repeat(64)]],
  ['container', ['', 'a/../b', 'c?x=y']],
  [
    'kind',
    ['', 'Red is', 'Redis/exec', '../x', '-a', 'a-', '1a', 'a'.repeat(64)],
  ],
  ['apiVersion', ['', '/v1', 'a//v1', 'a/v1/x', '../v1', 'A/v1', 'a/..']],
  ['promiseVersion', ['', '-', 'v 1', 'a/b', 'a'.repeat(64)]],
  [
    'branch',
    [
      '',
      '.',
      '..',
      '/a',
      'a/',
      'a//b',
      '-x',
      'a..b',
      'a~1',
      'a b',
      'a:b',
      'a.lock',
      'a/.b',
      '@',
      'a@{1}',
      'a\\b',
      'a\n',
    ],
  ],
] as const)('takes no %s that is none', (name, texts) => {
  expect(texts.filter(text => takes(name, text))).toEqual([]);
});

it.each([
  'github.com?owner=..&repo=r',
  'github.com?owner=o&repo=..',
  'github.com?owner=o&repo=a%2Fb',
  'github.com?owner=o%2F..%2Fp&repo=r',
  'github.com?owner=o&repo=a%3Fb',
  'gitlab.com?owner=a//b&repo=r',
  'dev.azure.com?organization=o&project=..&repo=r',
])('knows no repository at %s', text => {
  expect(parseRepoUrl(text)).toBeUndefined();
});

it('knows repositories in groups of groups, and projects with spaces', () => {
  expect(parseRepoUrl('gitlab.com?owner=a/b/c&repo=r')).toMatchObject({
    owner: 'a/b/c',
  });
  expect(
    parseRepoUrl('dev.azure.com?organization=o&project=My%20App&repo=r'),
  ).toMatchObject({ project: 'My App' });
});
