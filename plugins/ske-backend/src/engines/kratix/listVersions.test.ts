import type { JsonObject } from '@backstage/types';
import type { Manifest } from '@syntasso/plugin-ske-common';
import { promiseOf } from '../../__testUtils__/promiseOf';
import { makeVersions } from './listVersions';

const revision = (
  promise: string,
  version: string,
  createdAt: string,
  spec?: JsonObject,
): Manifest => ({
  apiVersion: 'platform.kratix.io/v1alpha1',
  kind: 'PromiseRevision',
  metadata: { name: `${promise}-${version}`, creationTimestamp: createdAt },
  spec: {
    promiseRef: { name: promise },
    version,
    promiseSpec: spec && promiseOf('Redis', { properties: { spec } }).spec,
  } as Manifest['spec'],
});
const schema = (field: string) => ({
  type: 'object',
  properties: { [field]: { type: 'integer' } },
});

it('lists the versions of one Promise with their APIs, newest first', () => {
  expect(
    makeVersions('redis', [
      revision('redis', 'v1', '2026-01-01T00:00:00Z', schema('a')),
      revision('kafka', 'v9', '2026-01-03T00:00:00Z', schema('x')),
      revision('redis', 'v2', '2026-01-02T00:00:00Z', schema('b')),
      revision('redis', 'v0', '2025-01-02T00:00:00Z'),
      revision('redis', 'not-set', '2026-01-04T00:00:00Z'),
    ]),
  ).toEqual([
    { version: 'v2', spec: schema('b') },
    { version: 'v1', spec: schema('a') },
    { version: 'v0', spec: undefined },
  ]);
});

it('tells of the ten newest', () => {
  const many = Array.from({ length: 30 }, (_, index) =>
    revision('redis', `v${index}`, `2026-01-01T00:00:${10 + index}Z`),
  );
  const versions = makeVersions('redis', many).map(({ version }) => version);
  expect(versions).toHaveLength(10);
  expect(versions[0]).toBe('v29');
});
