import {
  splitApiVersion,
  type Manifest,
  type ObjectRef,
  type Offering,
  type OfferingApi,
} from '@syntasso/plugin-ske-common';
import type { Change, SharedInformer } from '@syntasso/plugin-ske-node';
import { objectKey, type OfferedObjects } from '../entities/OfferedObjects';
import type { ClusterWatches } from '../live/ClusterWatches';

/** The watches on the Resources of one API. */
interface ApiWatches {
  group: string;
  kind: string;
  informers: SharedInformer[];
  end: () => void;
}

/**
 * Watches the Resources of all offerings, and keeps the offered objects as these watches
 * report them. An API whose Resources are watched belongs to the first offering that has
 * it, in whatever version.
 */
export class WatchedResources {
  readonly #live: Pick<
    ClusterWatches,
    'offerings' | 'allResources' | 'healths'
  >;
  readonly #objects: OfferedObjects;
  readonly #onChange: () => void;
  /** By API, without its version: two versions have the same Resources. */
  readonly #watches = new Map<string, ApiWatches>();
  /** The API whose Resources count as an offering's, by the offering's key. */
  readonly #apis = new Map<string, string>();

  /** @param onChange - called after each change, and when a watch has another state */
  constructor(
    live: Pick<ClusterWatches, 'offerings' | 'allResources' | 'healths'>,
    objects: OfferedObjects,
    onChange: () => void,
  ) {
    this.#live = live;
    this.#objects = objects;
    this.#onChange = onChange;
  }

  /** All watches. */
  get informers(): SharedInformer[] {
    return [...this.#watches.values()].flatMap(({ informers }) => informers);
  }

  /** The watches that a Resource would be read by; none for one that nothing offers. */
  informersOf({ apiVersion, kind, namespace }: ObjectRef): SharedInformer[] {
    const { group } = splitApiVersion(apiVersion);
    return [...this.#watches.values()]
      .filter(api => api.group === group && api.kind === kind)
      .flatMap(({ informers }) => informers)
      .filter(({ list }) => [undefined, namespace].includes(list.namespace));
  }

  /** An offering is there, or has changed. */
  putOffering(offering: Offering) {
    const apiBefore = this.#apis.get(objectKey(offering.ref));
    const currentApi = apiKeyOf(offering);
    const isNewVersion =
      apiBefore !== undefined &&
      currentApi !== undefined &&
      withoutVersion(apiBefore) === withoutVersion(currentApi);
    const resourcesBefore = isNewVersion
      ? this.#objects.offeringAt(objectKey(offering.ref))?.resources
      : undefined;
    if (apiBefore !== currentApi) {
      this.#endWatch(offering, apiBefore);
      if (!isNewVersion) this.#objects.removeResources(offering.ref);
    }
    this.#objects.putOffering(offering);
    this.#watch(offering, new Map(resourcesBefore));
    // Another offering may have the API that this one had.
    if (apiBefore !== undefined && apiBefore !== currentApi) this.#watchAll();
  }

  removeOffering(offering: Offering) {
    const apiBefore = this.#apis.get(objectKey(offering.ref));
    this.#endWatch(offering, apiBefore);
    this.#objects.removeOffering(offering);
    if (apiBefore !== undefined) this.#watchAll();
  }

  stop() {
    this.#watches.forEach(({ end }) => end());
    this.#watches.clear();
    this.#apis.clear();
  }

  /**
   * @param unconfirmed - Resources that were read in another version, by their keys:
   * those that are not there when all are listed in this one are removed
   */
  #watch(offering: Offering, unconfirmed = new Map<string, Manifest>()) {
    const { api } = offering;
    const apiKey = apiKeyOf(offering);
    if (!api || apiKey === undefined) return;
    const unversionedKey = withoutVersion(apiKey);
    if (this.#watches.has(unversionedKey)) return;
    this.#apis.set(objectKey(offering.ref), apiKey);
    const informers = this.#live.allResources(offering);
    this.#watches.set(unversionedKey, {
      group: api.group,
      kind: api.kind,
      informers,
      end: () => ends.forEach(end => end()),
    });
    const removeUnconfirmed = () => {
      if (informers.some(({ state }) => state.kind !== 'live')) return;
      for (const [key, resource] of unconfirmed) {
        const { namespace, name } = resource.metadata;
        const isThere = informers.some(({ store }) =>
          store.get(namespace, name),
        );
        if (!isThere) this.#objects.removeResource(offering, resource);
        unconfirmed.delete(key);
      }
    };
    const ends = informers.map(informer => {
      const end = informer.subscribe({
        onChange: change => {
          this.#applyChange(offering, change);
          this.#onChange();
        },
        onState: () => {
          removeUnconfirmed();
          this.#onChange();
        },
      });
      // It may run already, for open pages: it does not report these again.
      informer.store
        .list()
        .forEach((object: Manifest) =>
          this.#applyChange(offering, { kind: 'added', object }),
        );
      return end;
    });
    removeUnconfirmed();
  }

  #applyChange(offering: Offering, { kind, object }: Change) {
    if (kind === 'deleted') this.#objects.removeResource(offering, object);
    else {
      this.#objects.putResource(offering, object);
      // The answer is not used here. A failure must be shown even if it has ended by
      // the time that somebody asks again.
      this.#live.healths.observeResource({ offering, resource: object });
    }
  }

  #endWatch({ ref }: Offering, api: string | undefined) {
    if (api === undefined) return;
    this.#watches.get(withoutVersion(api))?.end();
    this.#watches.delete(withoutVersion(api));
    this.#apis.delete(objectKey(ref));
  }

  /** Finds another offering for an API that has lost its own. */
  #watchAll() {
    this.#live.offerings.list().forEach(offering => this.#watch(offering));
  }
}

/** Undefined for an offering of which nothing can be requested. */
function apiKeyOf({ api }: { api: OfferingApi | undefined }) {
  if (!api?.served) return undefined;
  const { version, plural } = api.served;
  return `${api.group}/${plural}/${version}`;
}

const withoutVersion = (key: string) => key.slice(0, key.lastIndexOf('/'));
