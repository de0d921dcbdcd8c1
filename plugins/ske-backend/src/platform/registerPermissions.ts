import type { PermissionsRegistryService } from '@backstage/backend-plugin-api';
import {
  skeCatalogPublishPermission,
  skePlatformReadPermission,
  skePromiseReadPermission,
  skeResourcePermissions,
  objectSubjectSchema,
  type ObjectSubject,
} from '@syntasso/plugin-ske-common';
import { ifNotFound } from '@syntasso/plugin-ske-node';
import type { KubernetesPlatform } from './KubernetesPlatform';
import {
  skePromiseResourceRef,
  skePromiseRules,
  skeResourceResourceRef,
  skeResourceRules,
} from '../access/rules';
import {
  newResourceAttributesOf,
  offeringAttributesOf,
  resourceAttributesOf,
} from '../access/attributes';
import { ifNotAllowed } from '../utils/ifNotAllowed';

/**
 * Makes permissions and rules known, and loads what conditions are about. A
 * reference is a stream's subject key; `promise/<name>` stands for the offering
 * itself, or for a Resource of it that nobody has requested yet.
 */
export function registerPermissions(
  registry: PermissionsRegistryService,
  platform: KubernetesPlatform | undefined,
) {
  const load = async <T>(
    refs: string[],
    loadOne: (
      subject: ObjectSubject,
      platform: KubernetesPlatform,
    ) => Promise<T>,
  ) =>
    Promise.all(
      refs.map(async ref => {
        const parsedRef = objectSubjectSchema.safeParse(ref);
        // Without a credential of its own Backstage cannot load it.
        if (!parsedRef.success || !platform) return undefined;
        return (
          loadOne(parsedRef.data, platform)
            // What does not exist, or is of a kind that nothing offers any more, is
            // undefined: no condition holds of it, and the others are decided.
            .catch(ifNotFound)
            .catch(ifNotAllowed)
        );
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
      load(refs, async (subject, from) =>
        subject.kind === 'promise'
          ? offeringAttributesOf(await from.getOffering(subject.name))
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
          return newResourceAttributesOf(await from.getOffering(subject.name));
        }
        const resource = await from.get(subject.ref);
        const { name } = await from.offeringOf(subject.ref);
        return resourceAttributesOf(resource, name);
      }),
  });
}
