import fc from 'fast-check';
import { resourcesQuerySchema, type ResourcesQuery } from './resources';
import { firstResources, resourcesQueryText } from './resourcesQuery';
import { streamQuerySchema } from './stream';
import { subjectKey, type StreamSubject } from './subjects';

const read = (key: string) =>
  streamQuerySchema.parse({ subject: key }).subject.map(asked => asked.subject);

/** What is wrong with a subject. */
const wrongWith = (subject: string) =>
  streamQuerySchema
    .safeParse({ subject })
    .error?.issues.map(({ message }) => message)
    .join(' ') ?? '';

it('reads every subject from its key', () => {
  const ref = {
    apiVersion: 'a.b/v1',
    kind: 'Redis',
    namespace: 'n',
    name: 'r',
  };
  const subjects: StreamSubject[] = [
    { kind: 'promise', name: 'redis' },
    { kind: 'resource', ref },
    { kind: 'resource', ref: { ...ref, kind: 'argocd-application' } },
    { kind: 'resources', promise: 'redis', query: firstResources },
    { kind: 'allResources', query: firstResources },
    { kind: 'platform' },
  ];
  for (const subject of subjects) {
    expect(read(subjectKey(subject))).toEqual([subject]);
  }
});

it('takes a query that says nothing for the first Resources by name', () => {
  expect(resourcesQuerySchema.parse({})).toEqual(firstResources);
});

const query: fc.Arbitrary<ResourcesQuery> = fc.record({
  sort: fc.constantFrom('name', 'promise', 'age', 'owner'),
  descending: fc.boolean(),
  mine: fc.boolean(),
  requestedByMe: fc.boolean(),
  attention: fc.boolean(),
  search: fc.string({ maxLength: 20, unit: 'binary' }),
  offset: fc.nat(1_000_000),
  limit: fc.nat(50),
});

it('reads every query of Resources from its text, and from a subject', () => {
  fc.assert(
    fc.property(query, asked => {
      const text = resourcesQueryText(asked);
      const given = Object.fromEntries(new URLSearchParams(text));
      expect(resourcesQuerySchema.parse(given)).toEqual(asked);
      const subjects: StreamSubject[] = [
        { kind: 'resources', promise: 'redis', query: asked },
        { kind: 'allResources', query: asked },
      ];
      for (const subject of subjects) {
        expect(read(subjectKey(subject))).toEqual([subject]);
      }
    }),
  );
});

it.each([
  ['promise/', 'use promise/<name> or'],
  ['promise/redis/more', 'use promise/<name> or'],
  ['resources/redis', 'use resources/<promise>/<query>'],
  ['resources/Redis/', 'use resources/<promise>/<query>'],
  ['resources/redis/limit%3D51', 'limit: '],
  ['resources/redis/sort%3Dcolour', 'sort: '],
  ['resources/redis/mine%3Dyes', 'mine: '],
  ['resources/redis/namespace%3D..', 'namespace: must be'],
  ['resources/redis/colour%3Dred', 'colour'],
  ['allResources/redis/', 'use allResources/<query>'],
  ['allResources/sort%3Dcolour', 'sort: '],
  ['platform/more', 'use promise/<name> or'],
  ['%', 'use promise/<name> or'],
])('says what is wrong with the subject %s', (subject, problem) => {
  expect(wrongWith(subject)).toContain(problem);
});

it('keeps the key as it was written, whatever it is the same as', () => {
  const key = 'resources/redis/offset%3D007%26sort%3Dname';
  expect(streamQuerySchema.parse({ subject: key }).subject).toEqual([
    {
      key,
      subject: {
        kind: 'resources',
        promise: 'redis',
        query: { ...firstResources, offset: 7 },
      },
    },
  ]);
});
