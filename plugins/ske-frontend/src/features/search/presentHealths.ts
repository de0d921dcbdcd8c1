import type { catalogApiRef } from '@backstage/plugin-catalog-react';
import type { HealthState } from '@syntasso/plugin-ske-common';
import { healthStateOf } from '../../utils/entityHealth';

/** What of the catalog is needed here. */
type Catalog = Pick<typeof catalogApiRef.T, 'getEntitiesByRefs'>;

/** A question that is about to be asked. */
interface Question {
  entityRefs: string[];
  healths: Promise<(HealthState | undefined)[]>;
}

/** The next question to each catalog. */
const questions = new WeakMap<Catalog, Question>();

/**
 * The health that the catalog has of an entity now: all that are asked about at the same time
 * in one request. Undefined where the catalog shows none.
 *
 * @throws ResponseError
 */
export async function presentHealthOf(
  catalog: Catalog,
  entityRef: string,
): Promise<HealthState | undefined> {
  const { entityRefs, healths } = questions.get(catalog) ?? prepare(catalog);
  const index = entityRefs.push(entityRef) - 1;
  return (await healths)[index];
}

/** Begins a question, which is asked when all hits of a page have been drawn. */
function prepare(catalog: Catalog): Question {
  const entityRefs: string[] = [];
  const ask = async () => {
    await new Promise(resolve => setTimeout(resolve));
    questions.delete(catalog);
    const { items } = await catalog.getEntitiesByRefs({
      entityRefs,
      fields: ['metadata.name', 'metadata.annotations'],
    });
    return items.map(entity => entity && healthStateOf(entity));
  };
  const question = { entityRefs, healths: ask() };
  questions.set(catalog, question);
  return question;
}

/** The entity whose page an address is of, as documents in the index have it. */
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
