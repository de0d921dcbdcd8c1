import {
  ANNOTATION_ORIGIN_LOCATION,
  type Entity,
} from '@backstage/catalog-model';
import type { Config } from '@backstage/config';
import { annotations } from '@syntasso/plugin-ske-common';
import { matchesPattern } from '../../matchesPattern';

/** Which entities of the catalog may say what is on offer (`ske.offerings`). */
export interface TrustedOffers {
  /** Patterns of the locations that they come from: see {@link matchesPattern}. */
  locations: string[];
  /** What may be on offer wherever it is said. */
  kinds: { group: string; kind: string }[];
}

/** An address that leads to another one than it begins with. */
const CLIMBS = /(^|[/\\])(\.|%2e){1,2}([/\\?#]|$)/i;

/** Where entities of our own providers are from. */
const OUR_LOCATIONS = 'ske:*';

/** Reads `ske.offerings`. */
export const trustedOffersFromConfig = (config: Config): TrustedOffers => ({
  locations: [
    OUR_LOCATIONS,
    ...(config.getOptionalStringArray('ske.offerings.locations') ?? []),
  ],
  kinds: (config.getOptionalConfigArray('ske.offerings.kinds') ?? []).map(
    kind => ({ group: kind.getString('group'), kind: kind.getString('kind') }),
  ),
});

/**
 * Whether an entity may say what is on offer. Where it is from is written by
 * the catalog itself, whatever its file says.
 */
export function isTrusted(entity: Entity, trusted: TrustedOffers): boolean {
  const read = (key: string) => entity.metadata.annotations?.[key] ?? '';
  const origin = read(ANNOTATION_ORIGIN_LOCATION);
  return (
    (!CLIMBS.test(origin) &&
      trusted.locations.some(pattern => matchesPattern(origin, pattern))) ||
    trusted.kinds.some(
      ({ group, kind }) =>
        read(annotations.apiGroup) === group &&
        read(annotations.apiName) === kind,
    )
  );
}
