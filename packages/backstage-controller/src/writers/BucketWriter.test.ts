import { ServiceUnavailableError } from '@backstage/errors';
import {
  entityWriterRules,
  outputFor,
  type WrittenPlace,
} from './entityWriterRules';
import { FakeBucket } from './__testUtils__/FakeBucket';
import { BucketWriter } from './BucketWriter';
import type { OutputId } from './EntityWriter';
import { readHeader } from './outputHeader';

const redis: OutputId = { kind: 'promise', portal: 'main', promise: 'redis' };
const { signal } = new AbortController();

const newWriter = (bucket: FakeBucket, path = 'platform') =>
  new BucketWriter({ bucket, path });

async function openPlace(): Promise<WrittenPlace> {
  const bucket = new FakeBucket();
  return {
    writer: newWriter(bucket),
    contentOf: async id =>
      readHeader(bucket.objects.get(`platform/${outputFor(id, '').path}`))
        ?.content,
    countWrites: async () => bucket.writes.length,
    restart: async () => newWriter(bucket),
  };
}

it.each(entityWriterRules)('%s', async (_, tryAt) => {
  await expect(tryAt(await openPlace())).resolves.toBeUndefined();
});

it('asks for its own objects only', async () => {
  const bucket = new FakeBucket();
  bucket.objects.set('platform-2/catalog-info.yaml', 'a: 1');
  bucket.objects.set('platform/picture.png', '…');
  await newWriter(bucket).list(signal);
  await newWriter(bucket, '').list(signal);
  expect(bucket.asked).toEqual([
    'list platform/',
    'list ',
    'read platform-2/catalog-info.yaml',
  ]);
});

it('looks through the bucket once, however many write', async () => {
  const bucket = new FakeBucket();
  const writer = newWriter(bucket);
  await Promise.all(
    ['a', 'b', 'c'].map(promise =>
      writer.write(outputFor({ ...redis, promise }, 'x'), signal),
    ),
  );
  expect(bucket.asked.filter(one => one.startsWith('list'))).toHaveLength(1);
  expect(bucket.objects.size).toBe(3);
});

it('looks again after it could not', async () => {
  const bucket = new FakeBucket();
  const writer = newWriter(bucket);
  bucket.before = () => {
    throw new ServiceUnavailableError('It does not answer.');
  };
  await expect(writer.write(outputFor(redis, 'Redis'), signal)).rejects.toThrow(
    'It does not answer.',
  );
  bucket.before = () => {};
  expect(await writer.write(outputFor(redis, 'Redis'), signal)).toBe('written');
});

it('moves an output whose path has changed: the new one is there first', async () => {
  const bucket = new FakeBucket();
  const output = outputFor(redis, 'Redis');
  await newWriter(bucket).write(output, signal);
  const moved = { ...output, path: 'portal/catalog-info.yaml' };
  expect(await newWriter(bucket).write(moved, signal)).toBe('written');
  expect(bucket.writes.slice(1)).toEqual([
    'put platform/portal/catalog-info.yaml',
    `delete platform/${output.path}`,
  ]);
});

it('does not remove the object that another output has by now', async () => {
  const bucket = new FakeBucket();
  const writer = newWriter(bucket);
  const old = outputFor(redis, 'Redis');
  const other: OutputId = { ...redis, portal: 'other' };
  await writer.write(old, signal);
  await writer.write({ ...outputFor(other, 'Redis'), path: old.path }, signal);
  await writer.remove(redis, signal);
  expect(await writer.list(signal)).toEqual([
    { id: other, names: { component: 'redis' } },
  ]);
});

it('puts back what somebody has changed or removed by hand', async () => {
  const bucket = new FakeBucket();
  const writer = newWriter(bucket);
  const output = outputFor(redis, 'Redis');
  const key = `platform/${output.path}`;
  await writer.write(output, signal);
  for (const harm of [
    () => bucket.objects.set(key, 'kind: Other\n'),
    () => bucket.objects.delete(key),
  ]) {
    harm();
    expect(await writer.write(output, signal)).toBe('written');
    expect(readHeader(bucket.objects.get(key))?.content).toBe(output.content);
  }
});
