import {
  asText,
  at,
  health,
  mapHealthReasonValues,
  ownerOf,
  refOf,
  type Health,
  type Manifest,
  type ResourceSummary,
} from '@syntasso/plugin-ske-common';
import { maskText } from '../redaction/maskText';
import { secretsOfResource } from '../redaction/secrets';
import { oncePerObject } from '../utils/oncePerObject';

/** What a table of Resources needs of one, whoever looks at it. */
export interface ResourceDescription {
  health: Health;
  /** As its annotation says it. */
  owner: string;
  promiseVersion: string | undefined;
}

/** Describes a Resource; the same object is looked at once for all viewers. */
export const describeResource = oncePerObject(
  (resource: Manifest): ResourceDescription => ({
    health: health(resource),
    owner: ownerOf(resource.metadata.annotations),
    promiseVersion: asText(at(resource, 'status', 'promiseVersion')),
  }),
);

/** A row of the table, without what the platform quotes of the Resource's secrets. */
export function summarizeResource(
  resource: Manifest,
  description: ResourceDescription,
  about: { promise: Manifest; entityRef: string | undefined },
): ResourceSummary {
  const { name, namespace, uid, creationTimestamp } = resource.metadata;
  return {
    ref: refOf(resource),
    uid: uid ?? `${namespace}/${name}`,
    entityRef: about.entityRef,
    health: withoutQuotedSecrets(description.health, resource, about.promise),
    promiseVersion: description.promiseVersion,
    owner: description.owner,
    createdAt: creationTimestamp,
  };
}

function withoutQuotedSecrets(
  { reason, ...rest }: Health,
  resource: Manifest,
  promise: Manifest,
): Health {
  if (Object.keys(reason.values).length === 0) return { ...rest, reason };
  const secrets = secretsOfResource(resource, promise);
  return {
    ...rest,
    reason: mapHealthReasonValues(reason, text => maskText(text, secrets)),
  };
}
