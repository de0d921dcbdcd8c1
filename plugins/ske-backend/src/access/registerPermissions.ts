import type { PermissionsRegistryService } from '@backstage/backend-plugin-api';
import { isError } from '@backstage/errors';
import {
  skePromiseReadPermission,
  skeResourcePermissions,
  streamQuerySchema,
  type StreamSubject,
} from '@syntasso/plugin-ske-common';
import { resourceTypes } from '@syntasso/plugin-ske-node';
import type { KubernetesPlatform } from '../platform/KubernetesPlatform';
import {
  skePromiseResourceRef,
  skePromiseRules,
  skeResourceResourceRef,
  skeResourceRules,
} from './rules';
import { newResourceOf, promiseSubjectOf, resourceSubjectOf } from './subjects';

/**
 * Makes permissions and rules known, and loads what conditions are about. A
 * reference is a stream's subject key; `promise/<name>` stands for the Promise
 * itself, or for a Resource of it that nobody has requested yet.
 */
export function registerPermissions(
  registry: PermissionsRegistryService,
  platform: KubernetesPlatform,
) {
  const promiseNamed = (name: string) =>
    platform.client.get(resourceTypes.promises, { name });
  const load = async <T>(
    refs: string[],
    one: (subject: StreamSubject) => Promise<T>,
  ) =>
    Promise.all(
      refs.map(async ref => {
        const read = streamQuerySchema.safeParse({ subject: ref });
        if (!read.success) return undefined;
        // What is not there has no decision; anything else is a failure.
        return one(read.data.subject[0]).catch(error => {
          if (isError(error) && error.name === 'NotFoundError')
            return undefined;
          throw error;
        });
      }),
    );

  registry.addResourceType({
    resourceRef: skePromiseResourceRef,
    permissions: [skePromiseReadPermission],
    rules: Object.values(skePromiseRules),
    getResources: refs =>
      load(refs, async subject =>
        subject.kind === 'promise'
          ? promiseSubjectOf(await promiseNamed(subject.name))
          : undefined,
      ),
  });
  registry.addResourceType({
    resourceRef: skeResourceResourceRef,
    permissions: Object.values(skeResourcePermissions),
    rules: Object.values(skeResourceRules),
    getResources: refs =>
      load(refs, async subject => {
        if (subject.kind === 'promise') {
          return newResourceOf(await promiseNamed(subject.name));
        }
        const resource = await platform.get(subject.ref);
        const { metadata } = await platform.promiseOf(subject.ref);
        return resourceSubjectOf(resource, metadata.name);
      }),
  });
}
