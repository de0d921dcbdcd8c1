import { stringifyEntityRef, type Entity } from '@backstage/catalog-model';
import {
  audienceOf,
  componentAnnotations,
  DEFAULT_OWNER,
  wholeGroupRef,
} from '../annotations/entityOptions';
import { identify } from '../annotations/identify';
import { annotations as keys } from '../annotations/keys';
import type { Health } from '../health/healthSchema';
import { asText, at } from '../kubernetes/json';
import { kratix, promiseRef } from './kratix';
import { offeringTitle } from './titles';
import type { Offering } from './Offering';

/** The health where only the repository is read: it has no status. @public */
export const repositoryOnlyHealth: Health = {
  state: 'unknown',
  reason: { code: 'repositoryOnly', values: {} },
};

/**
 * An offering as its Component in the catalog describes it, where no cluster is read;
 * undefined for an entity that is no offering's Component.
 *
 * @public
 */
export function offeringOfEntity(entity: Entity): Offering | undefined {
  const identity = identify(entity);
  if (identity.kind !== 'promise') return undefined;
  const { promiseName: name, apiName: kind, apiGroup: group } = identity;
  const owner = asText(at(entity, 'spec', 'owner'));
  // Ours have it in the spec; others may have the Promise's annotation.
  const statedAudience = at(entity, 'spec', 'audience');
  const audience = Array.isArray(statedAudience)
    ? statedAudience.map(ref => wholeGroupRef(String(ref)))
    : audienceOf(entity.metadata.annotations);
  return {
    engine: kratix,
    source: {
      kind: 'entity',
      entityRef: stringifyEntityRef(entity),
      templateRef: identity.templateRef,
    },
    ref: promiseRef(name),
    name,
    metadata: {
      name,
      annotations: {
        ...(owner ? { [componentAnnotations.owner]: owner } : {}),
        ...(audience ? { [keys.audience]: audience.join(',') } : {}),
      },
    },
    title: offeringTitle({
      componentTitle: entity.metadata.title,
      word: kratix.texts.offering,
      kind,
      name,
    }),
    description: entity.metadata.description ?? '',
    version: undefined,
    owner: owner ?? DEFAULT_OWNER,
    audience,
    api:
      kind && group
        ? { kind, group, served: undefined, hasSpec: true }
        : undefined,
    form: undefined,
    health: repositoryOnlyHealth,
    isAvailable: true,
  };
}
