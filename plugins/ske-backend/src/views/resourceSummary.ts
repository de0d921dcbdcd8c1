import {
  oncePerObject,
  refOf,
  requestedByOf,
  resourceOwnerOf,
  subjectKey,
  type Engine,
  type Health,
  type Manifest,
  type OfferedResource,
  type ResourceSummary,
} from '@syntasso/plugin-ske-common';
import { secretsOfResource } from '../redaction/secrets';
import { withoutQuotedSecrets } from './parts';

/** What a table shows of a Resource, the same for all viewers. */
export interface ResourceDescription {
  health: Health;
  /** Whether somebody has held its workflow back. */
  isPaused: boolean;
  /** As its Component has it: see {@link resourceOwnerOf}. */
  owner: string;
  /** Entity reference of who has requested it first, where that is known. */
  requestedBy: string | undefined;
  /** Of its offering. */
  version: string | undefined;
  /** Whether nobody has requested it: see {@link Engine.isInternal}. */
  isInternal: boolean;
}

/** Describes what the Resources of an engine say themselves, once for all viewers. */
const describerOf = oncePerObject((engine: Engine) =>
  oncePerObject(
    (resource: Manifest): Omit<ResourceDescription, 'owner'> => ({
      health: engine.healthOf(resource),
      isPaused: engine.isPaused(resource),
      requestedBy: requestedByOf(resource.metadata.annotations),
      version: engine.offeringVersionOf(resource),
      isInternal: engine.isInternal(resource),
    }),
  ),
);

/** Describes a Resource, with the health of the object alone. */
export const describeResource = (
  offered: OfferedResource,
): ResourceDescription => ({
  ...describerOf(offered.offering.engine)(offered.resource),
  owner: resourceOwnerOf(offered),
});

/** A row of the table, without what the platform quotes of the Resource's secrets. */
export function summarizeResource(
  offered: OfferedResource,
  description: ResourceDescription,
  entityRef: string | undefined,
): ResourceSummary {
  const { resource, offering } = offered;
  const { uid, creationTimestamp } = resource.metadata;
  const ref = refOf(resource);
  return {
    ref,
    // In a repository it has none.
    uid: uid ?? subjectKey({ kind: 'resource', ref }),
    entityRef,
    promise: { name: offering.name, title: offering.title },
    health: healthWithoutSecrets(description.health, offered),
    paused: description.isPaused || undefined,
    promiseVersion: description.version,
    owner: description.owner,
    requestedBy: description.requestedBy,
    createdAt: creationTimestamp,
  };
}

function healthWithoutSecrets(
  health: Health,
  { resource, offering }: OfferedResource,
): Health {
  // Most have no sentence of the platform: then nobody has to look for secrets.
  if (Object.keys(health.reason.values).length === 0) return health;
  return withoutQuotedSecrets(health, secretsOfResource(resource, offering));
}
