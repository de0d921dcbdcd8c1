import type { AuthService } from '@backstage/backend-plugin-api';
import type { CatalogService } from '@backstage/plugin-catalog-node';
import {
  componentAnnotations,
  requestedByOf,
  resourceAnnotations,
} from '@syntasso/plugin-ske-common';
import type { Access } from '../../access/Access';
import { userRefOf } from '../../access/userRefOf';
import type { Requester } from '../Requester';
import type { AuthorizedRequest } from './AuthorizedRequest';

/** Where groups are looked for. */
export interface GroupSources {
  access: Access;
  catalog: CatalogService;
  auth: AuthService;
}

/** Most groups that are looked for in the catalog; hardly anybody is in as many. */
const MOST_GROUPS = 100;

/**
 * Adds to a new Resource who requests it, by their credentials, and its owner where the
 * request names none: the requester's first group that the catalog has. Of a Resource that
 * is there or proposed already both stay.
 */
export async function addRequester(
  checked: AuthorizedRequest,
  requester: Requester,
  sources: GroupSources,
): Promise<AuthorizedRequest> {
  const { wanted, present, proposed } = checked;
  // `keepMetadata` has kept them.
  if (present) return checked;
  const ownerKey = componentAnnotations.owner;
  const annotations = wanted.metadata.annotations ?? {};
  const proposedAnnotations = proposed?.manifest.metadata.annotations;
  const requestedBy = proposed
    ? requestedByOf(proposedAnnotations) ?? proposed.by
    : userRefOf(requester.credentials);
  const owner =
    annotations[ownerKey] ??
    proposedAnnotations?.[ownerKey] ??
    (await findFirstGroup(requester, sources));
  if (requestedBy === undefined && owner === undefined) return checked;
  return {
    ...checked,
    wanted: {
      ...wanted,
      metadata: {
        ...wanted.metadata,
        annotations: {
          ...annotations,
          ...(owner === undefined ? {} : { [ownerKey]: owner }),
          ...(requestedBy === undefined
            ? {}
            : { [resourceAnnotations.requestedBy]: requestedBy }),
        },
      },
    },
  };
}

/** The first group of a person that the catalog has: a sign-in may name any. */
async function findFirstGroup(
  { credentials }: Requester,
  { access, catalog, auth }: GroupSources,
): Promise<string | undefined> {
  const groups = (await access.groupsOf(credentials)).slice(0, MOST_GROUPS);
  if (groups.length === 0) return undefined;
  const { items } = await catalog.getEntitiesByRefs(
    { entityRefs: groups, fields: ['kind'] },
    { credentials: await auth.getOwnServiceCredentials() },
  );
  return groups.find((_, index) => Boolean(items[index]));
}
