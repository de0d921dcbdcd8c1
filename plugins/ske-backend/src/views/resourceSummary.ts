import {
  oncePerObject,
  ownerOf,
  refOf,
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
  /** As its annotation has it. */
  owner: string;
  /** Of its offering. */
  version: string | undefined;
  /** Whether nobody has requested it: see {@link Engine.isInternal}. */
  isInternal: boolean;
}

/**
 * Describes the Resources of an engine, with the health of the object alone, and once for all
 * viewers.
 */
export const describerOf = oncePerObject((engine: Engine) =>
  oncePerObject(
    (resource: Manifest): ResourceDescription => ({
      health: engine.healthOf(resource),
      owner: ownerOf(resource.metadata.annotations),
      version: engine.offeringVersionOf(resource),
      isInternal: engine.isInternal(resource),
    }),
  ),
);

/** A row of the table, without what the platform quotes of the Resource's secrets. */
export function summarizeResource(
  offered: OfferedResource,
  description: ResourceDescription,
  entityRef: string | undefined,
): ResourceSummary {
  const { resource } = offered;
  const { name, namespace, uid, creationTimestamp } = resource.metadata;
  return {
    ref: refOf(resource),
    uid: uid ?? `${namespace}/${name}`,
    entityRef,
    health: healthWithoutSecrets(description.health, offered),
    promiseVersion: description.version,
    owner: description.owner,
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
