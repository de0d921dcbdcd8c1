import type { Entity } from '@backstage/catalog-model';
import {
  AuthenticationError,
  NotFoundError,
  ServiceUnavailableError,
} from '@backstage/errors';
import {
  annotations,
  asText,
  at,
  entityTypes,
} from '@syntasso/plugin-ske-common';
import {
  FetchLimitError,
  fetchWithLimits,
  JSON_LIMITS,
} from '@syntasso/plugin-ske-node';
import { z } from 'zod';
import { messageOf } from './findings';

const PAGE = 500;
/** A page of entities may hold many long Templates. */
const LIMITS = { ...JSON_LIMITS, mostBytes: 256 * 1024 ** 2 };

/** Everything that may stand for a Promise or a Resource, and what requests one. */
const FILTERS = [
  `kind=component,spec.type=${entityTypes.promise}`,
  `kind=component,spec.type=${entityTypes.resource}`,
  `metadata.annotations.${annotations.type}`,
  'kind=template',
];

const answerSchema = z.object({
  items: z.array(
    z.custom<Entity>(
      value =>
        asText(at(value, 'kind')) && asText(at(value, 'metadata', 'name')),
    ),
  ),
  pageInfo: z.object({ nextCursor: z.string().optional() }),
});

type CatalogPage = z.output<typeof answerSchema>;

/**
 * The Promises, Resources and Templates of the catalog of a running backend.
 *
 * @throws an error that says what to do.
 */
export async function fetchEntities(backend: {
  url: string;
  token: string;
}): Promise<Entity[]> {
  const entities: Entity[] = [];
  let query: URLSearchParams | undefined = new URLSearchParams(
    FILTERS.map((filter): [string, string] => ['filter', filter]),
  );
  while (query) {
    query.set('limit', String(PAGE));
    const { items, pageInfo }: CatalogPage = await fetchPage(backend, query);
    entities.push(...items);
    query = pageInfo.nextCursor
      ? new URLSearchParams({ cursor: pageInfo.nextCursor })
      : undefined;
  }
  return entities;
}

async function fetchPage(
  { url, token }: { url: string; token: string },
  query: URLSearchParams,
): Promise<CatalogPage> {
  let response: Response;
  try {
    response = await fetchWithLimits(
      `${url}/api/catalog/entities/by-query?${query}`,
      { headers: { authorization: `Bearer ${token}` } },
      LIMITS,
    );
  } catch (error) {
    if (error instanceof FetchLimitError && error.limit !== 'time') {
      throw new ServiceUnavailableError(
        `The catalog of ${url} was not read: ${
          error.limit === 'size' ? `it sends ${error.message}` : error.message
        }. Give the address of the backend, which is backend.baseUrl of app-config.`,
      );
    }
    throw new ServiceUnavailableError(
      `${url} does not answer (${
        asText(at(error, 'cause', 'code')) ?? messageOf(error)
      }). Start the backend, or correct --backend-url.`,
    );
  }
  if (response.status === 401 || response.status === 403) {
    throw new AuthenticationError(
      `${url} does not accept the token (${response.status}). Give one of backend.auth.externalAccess that may read the catalog.`,
    );
  }
  const answer = answerSchema.safeParse(
    response.ok ? await response.json().catch(() => undefined) : undefined,
  );
  if (answer.success) return answer.data;
  throw new NotFoundError(
    `${url} has no catalog (it answered ${response.status}). Give the address of the backend, which is backend.baseUrl of app-config.`,
  );
}
