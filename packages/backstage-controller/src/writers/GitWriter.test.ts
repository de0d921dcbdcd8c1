import { ServiceUnavailableError } from '@backstage/errors';
import { parse } from 'yaml';
import {
  entityWriterRules,
  outputFor,
  type WrittenPlace,
} from './entityWriterRules';
import { FakeRepository } from './__testUtils__/FakeRepository';
import type { OutputId } from './EntityWriter';
import { GitWriter } from './GitWriter';
import { readHeader, withHeader } from './outputHeader';

const redis: OutputId = { kind: 'promise', portal: 'main', promise: 'redis' };
const cacheIn = (namespace: string): OutputId => ({
  kind: 'resource',
  portal: 'main',
  promise: 'redis',
  namespace,
  name: 'cache',
});
const { signal } = new AbortController();

const newWriter = (repository: FakeRepository, path = 'platform') =>
  new GitWriter({ repository, branch: 'main', path });

const INDEX = 'platform/index.yaml';
const newIndexingWriter = (repository: FakeRepository) =>
  new GitWriter({
    repository,
    branch: 'main',
    path: '/platform/',
    index: { file: 'index.yaml', name: 'of-the-platform' },
  });

async function openPlace(): Promise<WrittenPlace> {
  const repository = new FakeRepository();
  const writer = newWriter(repository);
  return {
    writer,
    contentOf: async id =>
      readHeader(repository.files[`platform/${outputFor(id, '').path}`])
        ?.content,
    countWrites: async () => repository.commits.length,
    restart: async () => newWriter(repository),
  };
}

it.each(entityWriterRules)('%s', async (_, tryAt) => {
  await expect(tryAt(await openPlace())).resolves.toBeUndefined();
});

it('says in the file whose it is, in comments', async () => {
  const repository = new FakeRepository();
  await newWriter(repository, '/').write(outputFor(redis, 'Redis'), signal);
  const { path, content } = outputFor(redis, 'Redis');
  expect(repository.files).toEqual({
    [path]: `# Written by backstage-controller; what is changed here is overwritten.
# backstage.syntasso.io/output: {"kind":"promise","portal":"main","promise":"redis"}
# backstage.syntasso.io/names: {"component":"redis"}
${content}`,
  });
});

it('makes one commit of what is asked for in the same moment', async () => {
  const repository = new FakeRepository();
  const writer = newWriter(repository);
  const namespaces = Array.from({ length: 40 }, (_, n) => `team-${n}`);
  const outcomes = await Promise.all(
    namespaces.map(namespace =>
      writer.write(outputFor(cacheIn(namespace), 'Cache'), signal),
    ),
  );
  expect(new Set(outcomes)).toEqual(new Set(['written']));
  expect(Object.keys(repository.files)).toHaveLength(40);
  expect(repository.commits).toEqual(['Update catalog entities']);
});

it('makes the next commit of what is asked for while one is sent', async () => {
  const repository = new FakeRepository();
  const writer = newWriter(repository);
  const later: Promise<unknown>[] = [];
  repository.beforeCommit = async () => {
    repository.beforeCommit = async () => {};
    ['a', 'b', 'c'].forEach(namespace =>
      later.push(writer.write(outputFor(cacheIn(namespace), 'x'), signal)),
    );
  };
  await writer.write(outputFor(redis, 'Redis'), signal);
  await Promise.all(later);
  expect(repository.commits).toEqual([
    'Update catalog entities of redis',
    'Update catalog entities',
  ]);
});

it('is not held up by a writer that asks again at once', async () => {
  const repository = new FakeRepository();
  const writer = newWriter(repository);
  for (const title of ['one', 'two', 'three']) {
    await writer.write(outputFor(redis, title), signal);
  }
  expect(repository.commits).toHaveLength(3);
});

it('keeps what others commit meanwhile', async () => {
  const repository = new FakeRepository();
  repository.files = { 'README.md': 'hi' };
  repository.beforeCommit = async () => {
    repository.beforeCommit = async () => {};
    repository.files = { ...repository.files, 'theirs.yaml': 'a: 1' };
  };
  await newWriter(repository).write(outputFor(redis, 'Redis'), signal);
  expect(Object.keys(repository.files).sort()).toEqual([
    'README.md',
    `platform/${outputFor(redis, '').path}`,
    'theirs.yaml',
  ]);
});

it('moves an output whose path has changed, also after a restart', async () => {
  const repository = new FakeRepository();
  const output = outputFor(redis, 'Redis');
  await newWriter(repository).write(output, signal);
  const moved = { ...output, path: 'portal/catalog-info.yaml' };
  expect(await newWriter(repository).write(moved, signal)).toBe('written');
  expect(Object.keys(repository.files)).toEqual([
    'platform/portal/catalog-info.yaml',
  ]);
  expect(repository.commits).toHaveLength(2);
});

it('does not remove the file that another output has by now', async () => {
  const repository = new FakeRepository();
  const writer = newWriter(repository);
  const old = outputFor(redis, 'Redis');
  const other: OutputId = { ...redis, portal: 'other' };
  await writer.write(old, signal);
  await writer.write({ ...outputFor(other, 'Redis'), path: old.path }, signal);
  await writer.remove(redis, signal);
  expect(await writer.list(signal)).toEqual([
    { id: other, names: { component: 'redis' } },
  ]);
  expect(Object.keys(repository.files)).toEqual([`platform/${old.path}`]);
});

it('knows nothing of files of others', async () => {
  const { names } = outputFor(redis, 'Redis');
  const repository = new FakeRepository();
  repository.files = {
    'platform/catalog-info.yaml': 'kind: Component\n',
    'platform/a/catalog-info.yaml': withHeader(redis, names, 'a: 1').slice(1),
    'elsewhere/catalog-info.yaml': withHeader(redis, names, 'a: 1'),
  };
  expect(await newWriter(repository).list(signal)).toEqual([]);
});

it('writes all but the one that something is in the way of', async () => {
  const repository = new FakeRepository();
  repository.files = { 'platform/dependencies': 'a file' };
  const writer = newWriter(repository);
  const [promise, resource] = await Promise.allSettled([
    writer.write(outputFor(redis, 'Redis'), signal),
    writer.write(outputFor(cacheIn('a'), 'Cache'), signal),
  ]);
  expect(promise).toMatchObject({
    status: 'rejected',
    reason: {
      name: 'ConflictError',
      message: expect.stringContaining(
        'platform/dependencies is a file in the repository',
      ),
    },
  });
  expect(resource).toEqual({ status: 'fulfilled', value: 'written' });
});

it('keeps an index, which changes in the commit in which files come and go', async () => {
  const repository = new FakeRepository();
  const writer = newIndexingWriter(repository);
  const targets = () => parse(repository.files[INDEX]).spec.targets;
  await writer.write(outputFor(redis, 'Redis'), signal);
  await writer.write(outputFor(cacheIn('a'), 'Cache'), signal);
  expect(repository.files[INDEX])
    .toBe(`# Written by backstage-controller; what is changed here is overwritten.
apiVersion: backstage.io/v1alpha1
kind: Location
metadata:
  name: of-the-platform
spec:
  targets:
    - ./${outputFor(redis, '').path}
    - ./${outputFor(cacheIn('a'), '').path}
`);
  const before = repository.files[INDEX];
  await writer.write(outputFor(redis, 'Redis 7'), signal);
  expect(repository.files[INDEX]).toBe(before);
  await writer.remove(redis, signal);
  expect(targets()).toEqual([`./${outputFor(cacheIn('a'), '').path}`]);
  await writer.remove(cacheIn('a'), signal);
  expect(targets()).toEqual([]);
  expect(repository.commits).toHaveLength(5);
});

it('makes an index of what is there already, and no commit when it is right', async () => {
  const repository = new FakeRepository();
  const output = outputFor(redis, 'Redis');
  await newWriter(repository).write(output, signal);
  expect(repository.files[INDEX]).toBeUndefined();
  expect(await newIndexingWriter(repository).write(output, signal)).toBe(
    'unchanged',
  );
  expect(repository.files[INDEX]).toContain(`./${output.path}`);
  expect(repository.commits).toHaveLength(2);
  await newIndexingWriter(repository).write(output, signal);
  expect(repository.commits).toHaveLength(2);
});

it('refuses a path that leaves its folder', async () => {
  const repository = new FakeRepository();
  const output = { ...outputFor(redis, 'Redis'), path: '../a.yaml' };
  await expect(
    newWriter(repository).write(output, signal),
  ).rejects.toMatchObject({
    name: 'InputError',
    message: expect.stringContaining('"platform/../a.yaml" is no path'),
  });
  expect(repository.files).toEqual({});
});

it('writes nothing more once it is stopped', async () => {
  const repository = new FakeRepository();
  const writer = newWriter(repository);
  const stop = new AbortController();
  const outcome = writer.write(outputFor(redis, 'Redis'), stop.signal);
  stop.abort(new Error('no longer leader'));
  await expect(outcome).rejects.toThrow('no longer leader');
  await expect(writer.remove(redis, stop.signal)).rejects.toThrow(
    'no longer leader',
  );
  expect(repository.commits).toEqual([]);
});

it('writes no index either once it is stopped, and makes it up later', async () => {
  const repository = new FakeRepository();
  const writer = newIndexingWriter(repository);
  const stop = new AbortController();
  const outcome = writer.write(outputFor(redis, 'Redis'), stop.signal);
  stop.abort(new Error('no longer leader'));
  await expect(outcome).rejects.toThrow('no longer leader');
  expect(repository.files).toEqual({});
  await writer.remove(redis, signal);
  expect(Object.keys(repository.files)).toEqual([INDEX]);
});

it('tells all who wait that the repository cannot be reached, and goes on after that', async () => {
  const repository = new FakeRepository();
  const writer = newWriter(repository);
  repository.beforeCommit = async () => {
    throw new ServiceUnavailableError('The Git host does not answer.');
  };
  const outcomes = await Promise.allSettled([
    writer.write(outputFor(redis, 'Redis'), signal),
    writer.write(outputFor(cacheIn('a'), 'Cache'), signal),
  ]);
  expect(outcomes.map(({ status }) => status)).toEqual([
    'rejected',
    'rejected',
  ]);
  repository.beforeCommit = async () => {};
  expect(await writer.write(outputFor(redis, 'Redis'), signal)).toBe('written');
});
