import { NotAllowedError, NotFoundError } from '@backstage/errors';
import type { Manifest } from '@syntasso/plugin-ske-common';
import type { Platform } from '../../platform/Platform';
import { findExisting } from './findExisting';

const ref = { apiVersion: 'a/v1', kind: 'A', namespace: 'default', name: 'a' };
const object = (where: string): Manifest => ({
  ...{ apiVersion: 'a/v1', kind: 'A' },
  metadata: { name: 'a', labels: { where } },
});

/** A platform whose reads, repository and cluster have it, or throw. */
function platformWith(has: {
  read?: boolean;
  written?: boolean;
  cluster?: boolean | Error;
}) {
  const get =
    (found: boolean | Error | undefined, where: string) => async () => {
      if (found instanceof Error) throw found;
      if (!found) throw new NotFoundError(where);
      return object(where);
    };
  return {
    get: get(has.read, 'read'),
    getWritten: async () => (has.written ? object('written') : undefined),
    cluster: { get: get(has.cluster, 'cluster') },
  } as unknown as Platform;
}

it.each([
  ['what is read', { read: true, written: true }, 'read'],
  ['what is on its way to the cluster', { written: true }, 'written'],
  ['what is on the cluster only', { cluster: true }, 'cluster'],
  ['nothing where there is nothing', {}, undefined],
  [
    'nothing that may not be seen',
    { cluster: new NotAllowedError('no') },
    undefined,
  ],
])('finds %s', async (_, has, where) => {
  const found = await findExisting(platformWith(has), ref);
  expect(found?.metadata.labels?.where).toBe(where);
});

it('does not take a cluster that fails for one that has nothing', async () => {
  const failing = platformWith({ cluster: new Error('down') });
  await expect(findExisting(failing, ref)).rejects.toThrow('down');
});
