import type { BackstageCredentials } from '@backstage/backend-plugin-api';
import { InputError } from '@backstage/errors';
import type { CatalogService } from '@backstage/plugin-catalog-node';
import {
  componentAnnotations,
  toEntityName,
  identify,
  splitApiVersion,
  type ObjectRef,
} from '@syntasso/plugin-ske-common';

/**
 * Requires that no other Component of a Promise or Resource has a name in the catalog.
 *
 * @param ref - whose Component it may be
 * @throws InputError for the name of an entity that stands for something else
 */
export async function requireFreeEntityName(
  catalog: CatalogService,
  credentials: BackstageCredentials,
  name: string,
  ref: ObjectRef,
): Promise<void> {
  const entity = await catalog.getEntityByRef(
    { kind: 'Component', namespace: 'default', name: toEntityName(name) },
    { credentials },
  );
  const identity = entity && identify(entity);
  if (!identity) return;
  const isSame =
    identity.kind === 'resource' && isSameObject(identity.ref, ref);
  if (isSame) return;
  throw new InputError(
    `metadata.annotations: ${componentAnnotations.name} is ${name}, and the catalog has another Component of that name. Choose another one.`,
  );
}

/** Whether two references, in any version, are of one object. */
const isSameObject = (one: ObjectRef, other: ObjectRef) =>
  splitApiVersion(one.apiVersion).group ===
    splitApiVersion(other.apiVersion).group &&
  one.kind === other.kind &&
  one.name === other.name &&
  (one.namespace ?? 'default') === (other.namespace ?? 'default');
