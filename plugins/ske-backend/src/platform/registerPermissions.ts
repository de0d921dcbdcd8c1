import type { PermissionsRegistryService } from '@backstage/backend-plugin-api';
import {
  skeCatalogPublishPermission,
  skePlatformReadPermission,
  skePromiseReadPermission,
  skeResourcePermissions,
  objectSubjectSchema,
  type ObjectSubject,
} from '@syntasso/plugin-ske-common';
import { ifNotFound, resourceTypes } from '@syntasso/plugin-ske-node';
import type { KubernetesPlatform } from './KubernetesPlatform';
import {
  skePromiseResourceRef,
  skePromiseRules,
  skeResourceResourceRef,
  skeResourceRules,
} from '../access/rules';
import {
  newResourceAttributesOf,
  promiseAttributesOf,
  resourceAttributesOf,
} from '../access/attributes';

/**
 * Makes permissions and rules known, and loads what conditions are about. A
 * reference is a stream's subject key; `promise/<name>` stands for the Promise
 * itself, or for a Resource of it that nobody has requested yet.
 */
export function registerPermissions(
  registry: PermissionsRegistryService,
  platform: KubernetesPlatform | undefined,
) {
  const load = async <T>(
    refs: string[],
    one: (subject: ObjectSubject, platform: KubernetesPlatform) => Promise<T>,
  ) =>
    Promise.all(
      refs.map(async ref => {
        const read = objectSubjectSchema.safeParse(ref);
        // Without a credential of Backstage's own nobody can load it here.
        if (!read.success || !platform) return undefined;
        // What is not there has no decision; anything else is a failure.
        return one(read.data, platform).catch(ifNotFound);
      }),
    );

  registry.addPermissions([
    skePlatformReadPermission,
    skeCatalogPublishPermission,
  ]);
  registry.addResourceType({
    resourceRef: skePromiseResourceRef,
    permissions: [skePromiseReadPermission],
    rules: Object.values(skePromiseRules),
    getResources: refs =>
      load(refs, async (subject, { client }) =>
        subject.kind === 'promise'
          ? promiseAttributesOf(
              await client.get(resourceTypes.promises, { name: subject.name }),
            )
          : undefined,
      ),
  });
  registry.addResourceType({
    resourceRef: skeResourceResourceRef,
    permissions: Object.values(skeResourcePermissions),
    rules: Object.values(skeResourceRules),
    getResources: refs =>
      load(refs, async (subject, from) => {
        if (subject.kind === 'promise') {
          const { name } = subject;
          return newResourceAttributesOf(
            await from.client.get(resourceTypes.promises, { name }),
          );
        }
        const resource = await from.get(subject.ref);
        const { metadata } = await from.promiseOf(subject.ref);
        return resourceAttributesOf(resource, metadata.name);
      }),
  });
}
