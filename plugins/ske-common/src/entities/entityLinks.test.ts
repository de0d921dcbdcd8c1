import type { JsonObject } from '@backstage/types';
import { kratix } from '../offerings/kratix';
import { redisPromise, redisResource } from './__testUtils__/redis';
import { annotationLinksOf, resourceLinksOf } from './entityLinks';

const LINKS = 'ske.backstage.component/links';
const offering = kratix.offeringOf(redisPromise());

/** The links of a Resource with this status. */
const linksOf = (
  status: JsonObject,
  { spec = {}, links }: { spec?: JsonObject; links?: string } = {},
) =>
  resourceLinksOf({
    offering,
    resource: {
      ...redisResource(links ? { annotations: { [LINKS]: links } } : {}),
      ...{ spec, status },
    },
  });

it('finds the addresses that the page of a Resource has as links', () => {
  expect(
    linksOf({
      dashboard: { url: 'https://grafana.example.org/d/redis?var-name=cache' },
      endpoints: { admin: 'http://cache.example.org:8080' },
      message: 'See https://example.org',
      repository: 'https://git.example.org/team/cache',
      replicas: 3,
      url: 'https://cache.example.org',
    }),
  ).toEqual([
    {
      title: 'Dashboard',
      url: 'https://grafana.example.org/d/redis?var-name=cache',
    },
    { title: 'Endpoints: Admin', url: 'http://cache.example.org:8080' },
    { title: 'Repository', url: 'https://git.example.org/team/cache' },
    { title: 'URL', url: 'https://cache.example.org' },
  ]);
});

it.each<[string, JsonObject]>([
  ['a user and a password', { url: 'https://anna:hunter2@example.org' }],
  ['a user', { url: 'https://anna@example.org' }],
  ['a token', { url: 'https://example.org/?access_token=f3b1c0ffee99' }],
  ['a secret of the spec', { url: 'https://example.org/hunter2hunter2' }],
  ['one in other letters', { url: 'https://example.org/?a=hunter2%68unter2' }],
  ['another protocol', { url: 'ftp://example.org' }],
  ['no host', { url: 'https://' }],
  ['no end', { url: `https://example.org/${'a'.repeat(2_000)}` }],
])('makes no link of an address with %s', (_, status) => {
  expect(linksOf(status, { spec: { password: 'hunter2hunter2' } })).toEqual([]);
});

it('begins with the links of the annotation, and has each address once', () => {
  expect(
    linksOf(
      { dashboard: 'https://a.example.org', other: 'https://b.example.org' },
      { links: 'Graphs=https://a.example.org' },
    ),
  ).toEqual([
    { title: 'Graphs', url: 'https://a.example.org' },
    { title: 'Other', url: 'https://b.example.org' },
  ]);
});

it('has at most ten links of a status', () => {
  const nodes = Object.fromEntries(
    Array.from({ length: 30 }, (_, n) => [`node${n}`, `https://n${n}.example`]),
  );
  expect(linksOf({ nodes })).toHaveLength(10);
});

it('does not read the schema of an API where a status has no address', () => {
  const form = jest.fn();
  const unread = Object.defineProperty({ ...offering }, 'form', { get: form });
  const resource = { ...redisResource(), status: { host: 'cache.example' } };
  expect(resourceLinksOf({ offering: unread, resource })).toEqual([]);
  expect(form).not.toHaveBeenCalled();
});

it('masks what is secret in the links of an annotation', () => {
  const [link] = annotationLinksOf({
    name: 'redis',
    annotations: { [LINKS]: 'Guide=https://anna:hunter2@example.org' },
  });
  expect(link).toMatchObject({ title: 'Guide' });
  expect(link.url).not.toContain('hunter2');
});
