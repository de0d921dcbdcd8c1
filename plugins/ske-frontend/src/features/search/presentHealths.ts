import type { catalogApiRef } from '@backstage/plugin-catalog-react';
import type { HealthState } from '@syntasso/plugin-ske-common';
import { healthStateOf } from '../../utils/entityHealth';

/** The part of the catalog's API that is used here. */
type Catalog = Pick<typeof catalogApiRef.T, 'getEntitiesByRefs'>;

/** A request that collects entities until it is sent. */
interface CollectedRequest {
  entityRefs: string[];
  healths: Promise<(HealthState | undefined)[]>;
}

/** The request that is collecting, by catalog. */
const requests = new WeakMap<Catalog, CollectedRequest>();

/**
 * The health that the catalog has of an entity now; undefined if it has none. Calls at the
 * same time share one request.
 *
 * @throws ResponseError
 */
export async function presentHealthOf(
  catalog: Catalog,
  entityRef: string,
): Promise<HealthState | undefined> {
  const { entityRefs, healths } = requests.get(catalog) ?? collect(catalog);
  const index = entityRefs.push(entityRef) - 1;
  return (await healths)[index];
}

/** Begins a request, which is sent when all hits of a page have been drawn. */
function collect(catalog: Catalog): CollectedRequest {
  const entityRefs: string[] = [];
  const send = async () => {
    await new Promise(resolve => setTimeout(resolve));
    requests.delete(catalog);
    const { items } = await catalog.getEntitiesByRefs({
      entityRefs,
      fields: ['metadata.name', 'metadata.annotations'],
    });
    return items.map(entity => entity && healthStateOf(entity));
  };
  const request = { entityRefs, healths: send() };
  requests.set(catalog, request);
  return request;
}

/** The entity of a document in the index, by the address of its page. */
export function entityRefAt(location: string): string | undefined {
  const [, namespace, kind, name] =
    /^\/catalog\/([^/]+)\/([^/]+)\/([^/]+)$/.exec(location) ?? [];
  if (name === undefined) return undefined;
  try {
    const parts = [kind, namespace, name].map(decodeURIComponent);
    // A part that is none would spoil the answer about all other hits.
    return parts.every(part => /^[^\p{Cc}:/]+$/u.test(part))
      ? `${parts[0]}:${parts[1]}/${parts[2]}`
      : undefined;
  } catch {
    // It is no address of ours.
    return undefined;
  }
}
