import type {
  HealthState,
  OfferingOverview,
  ResourceCounts,
} from '@syntasso/plugin-ske-common';
import type { ResourceDescription } from '../views/resourceSummary';

/** Most versions that are told one by one. */
const MOST_VERSIONS = 10;

/** What a Resource counts as. */
export interface CountedResource {
  description: Pick<ResourceDescription, 'health' | 'version'>;
  needsAttention: boolean;
}

/** How many Resources there are by health and version, kept as they come and go. */
export class ResourceCounter {
  readonly #byHealth = new Map<HealthState, number>();
  readonly #byVersion = new Map<string, number>();
  #attention = 0;
  #total = 0;

  /** Counts a Resource, or takes it out again as it was counted. */
  change({ description, needsAttention }: CountedResource, change: 1 | -1) {
    const { health, version } = description;
    this.#total += change;
    if (needsAttention) this.#attention += change;
    addTo(this.#byHealth, health.state, change);
    if (version !== undefined) addTo(this.#byVersion, version, change);
  }

  get counts(): ResourceCounts {
    return {
      total: this.#total,
      byHealth: Object.fromEntries(this.#byHealth),
      attention: this.#attention,
    };
  }

  /** The versions that they run, most used first. */
  get versions(): Pick<OfferingOverview, 'inUse' | 'otherVersions'> {
    const versions = [...this.#byVersion]
      .map(([version, resources]) => ({ version, resources }))
      .sort(
        (a, b) =>
          b.resources - a.resources || a.version.localeCompare(b.version),
      );
    return {
      inUse: versions.slice(0, MOST_VERSIONS),
      otherVersions: versions
        .slice(MOST_VERSIONS)
        .reduce((sum, { resources }) => sum + resources, 0),
    };
  }
}

function addTo<Key>(counts: Map<Key, number>, key: Key, change: 1 | -1) {
  const count = (counts.get(key) ?? 0) + change;
  if (count === 0) counts.delete(key);
  else counts.set(key, count);
}
