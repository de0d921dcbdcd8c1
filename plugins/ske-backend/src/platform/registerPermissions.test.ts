import type { PermissionsRegistryService } from '@backstage/backend-plugin-api';
import {
  NotAllowedError,
  NotFoundError,
  ServiceUnavailableError,
} from '@backstage/errors';
import {
  kratix,
  subjectKey,
  type ObjectRef,
} from '@syntasso/plugin-ske-common';
import { promiseOf } from '../__testUtils__/promiseOf';
import type { KubernetesPlatform } from './KubernetesPlatform';
import { registerPermissions } from './registerPermissions';

const refusals: Record<string, Error> = {
  gone: new NotFoundError('gone'),
  unoffered: new NotAllowedError('no Promise offers it'),
  away: new ServiceUnavailableError('no answer'),
};

/** What conditions about these Resources are held against. */
async function loadResources(...names: string[]) {
  const loaders = new Map<string, (refs: string[]) => Promise<unknown[]>>();
  const registry = {
    addPermissions: () => {},
    addResourceType: (type: {
      resourceRef: { resourceType: string };
      getResources: (refs: string[]) => Promise<unknown[]>;
    }) => loaders.set(type.resourceRef.resourceType, type.getResources),
  } as unknown as PermissionsRegistryService;
  const platform = {
    offeringOf: async () => kratix.offeringOf(promiseOf('Lamp')),
    get: async ({ apiVersion, kind, name, namespace }: ObjectRef) => {
      if (refusals[name]) throw refusals[name];
      return { apiVersion, kind, metadata: { name, namespace } };
    },
  } as unknown as KubernetesPlatform;
  registerPermissions(registry, platform);
  const refs = names.map(name =>
    subjectKey({
      kind: 'resource',
      ref: { apiVersion: 'own.example.org/v1', kind: 'Lamp', name },
    }),
  );
  return loaders.get('ske-resource')?.(refs);
}

it('decides about the others where one is gone, or its kind is not offered', async () => {
  expect(await loadResources('gone', 'unoffered', 'desk')).toEqual([
    undefined,
    undefined,
    expect.objectContaining({ promise: 'lamp', namespace: 'default' }),
  ]);
});

it('decides nothing where the platform does not answer', async () => {
  await expect(loadResources('desk', 'away')).rejects.toThrow('no answer');
});
