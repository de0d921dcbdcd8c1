import { stringifyEntityRef, type Entity } from '@backstage/catalog-model';
import {
  annotations,
  splitApiVersion,
  type ObjectRef,
} from '@syntasso/plugin-ske-common';
import { isPendingEntity } from './entity';
import type { CatalogAccess } from './shownEntities';

/** How many Resources one query to the catalog is about. */
const AT_ONCE = 40;

/** The entity ref of a Resource's own Component, as the catalog has it. */
export async function findResourceEntityRef(
  access: CatalogAccess,
  ref: ObjectRef,
): Promise<string | undefined> {
  return (await findResourceEntityRefs(access, [ref])).get(ref);
}

/**
 * The entity refs of the own Components of Resources, whoever publishes them. Components
 * of requests are none of them.
 */
export async function findResourceEntityRefs(
  { catalog, auth }: CatalogAccess,
  refs: ObjectRef[],
): Promise<Map<ObjectRef, string>> {
  const found = new Map<ObjectRef, string>();
  const credentials = await auth.getOwnServiceCredentials();
  for (let start = 0; start < refs.length; start += AT_ONCE) {
    const part = refs.slice(start, start + AT_ONCE);
    const { items } = await catalog.getEntities(
      {
        filter: part.map(filterOf),
        fields: [
          'kind',
          'metadata.name',
          'metadata.namespace',
          'metadata.annotations',
        ],
      },
      { credentials },
    );
    for (const ref of part) {
      const own = items.find(
        entity => isOf(entity, ref) && !isPendingEntity(entity),
      );
      if (own) found.set(ref, stringifyEntityRef(own));
    }
  }
  return found;
}

const key = (name: string) => `metadata.annotations.${name}`;

const filterOf = (ref: ObjectRef) => ({
  [key(annotations.group)]: splitApiVersion(ref.apiVersion).group,
  [key(annotations.kind)]: ref.kind,
  [key(annotations.namespace)]: ref.namespace ?? 'default',
  [key(annotations.name)]: ref.name,
});

/** The filter compares without case; names of objects do not. */
function isOf({ metadata }: Entity, ref: ObjectRef): boolean {
  const entityAnnotations = metadata.annotations ?? {};
  return (
    entityAnnotations[annotations.group] ===
      splitApiVersion(ref.apiVersion).group &&
    entityAnnotations[annotations.kind] === ref.kind &&
    entityAnnotations[annotations.namespace] === (ref.namespace ?? 'default') &&
    entityAnnotations[annotations.name] === ref.name
  );
}
