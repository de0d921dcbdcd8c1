import {
  ANNOTATION_ORIGIN_LOCATION,
  type Entity,
} from '@backstage/catalog-model';
import type { Config } from '@backstage/config';
import { annotations } from '@syntasso/plugin-ske-common';
import { matchesPattern } from '../../utils/matchesPattern';

/** Which entities of the catalog may say what is on offer (`ske.offerings`). */
export interface TrustedOfferings {
  /** Patterns of the locations that they come from: see {@link matchesPattern}. */
  locations: string[];
  /** Kinds that an entity of any location may offer. */
  kinds: { group: string; kind: string }[];
}

/** Parts of a path that lead to another one than it begins with. */
const CLIMBS = /(^|[/\\])(\.|%2e){1,2}([/\\?#]|$)/i;
/** What the readers of the catalog decode, drop, or take for something else. */
const AMBIGUOUS = /[%\\?#&;\s\p{Cc}]/u;

/**
 * Whether everybody who reads an address reads the same one: the catalog fetches what
 * parsers make of it, and patterns are compared with its text.
 */
function isUnambiguous(location: string, pattern: string): boolean {
  // What app-config has written itself is what it means, a query included.
  const [start] = pattern.split('*');
  const rest = location.startsWith(start)
    ? location.slice(start.length)
    : location;
  if (CLIMBS.test(location) || AMBIGUOUS.test(rest)) return false;
  if (!location.startsWith('url:')) return true;
  const target = location.slice('url:'.length);
  return URL.canParse(target) && new URL(target).href === target;
}

/** Where entities of our own providers are from. */
const OUR_LOCATIONS = 'ske:*';

/** Reads `ske.offerings`. */
export const trustedOfferingsFromConfig = (
  config: Config,
): TrustedOfferings => ({
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
export function isTrusted(entity: Entity, trusted: TrustedOfferings): boolean {
  const read = (key: string) => entity.metadata.annotations?.[key] ?? '';
  const origin = read(ANNOTATION_ORIGIN_LOCATION);
  return (
    trusted.locations.some(
      pattern =>
        origin === pattern ||
        (isUnambiguous(origin, pattern) && matchesPattern(origin, pattern)),
    ) ||
    trusted.kinds.some(
      ({ group, kind }) =>
        read(annotations.apiGroup) === group &&
        read(annotations.apiName) === kind,
    )
  );
}
