import {
  firstResources,
  needsAttention,
  type Manifest,
  type Offering,
  type OfferingOverview,
  type PlatformOverview,
  type ResourcesQuery,
} from '@syntasso/plugin-ske-common';
import type { Viewer } from '../access/Access';
import { objectKey } from '../entities/OfferedObjects';
import { withoutQuotedSecrets } from '../views/parts';
import { buildOfAll } from './buildForViewer';
import type { HealthDependency } from './ClusterEngine';
import type { ClusterWatches } from './ClusterWatches';
import { healthDependenciesOf, listDependenciesOf } from './listDependencies';
import { LiveResourceList } from './LiveResourceList';
import type { Dependency, ViewBuilder, ViewState, Watch } from './LiveSource';
import { findUnseen, readPlatformParts } from './readPlatformParts';
import { findDenial, findIncompleteReadError } from './refusalEvent';
import { nameInstalledVersion } from './requirements';
import { ResourceCounter } from './ResourceCounter';
import { neededWatchesOf, visibleInformersOf } from './visibleWatches';

/** Rows are not shown here: the list counts all, and only keeps few in order. */
const COUNTED: ResourcesQuery = {
  ...firstResources,
  attention: true,
  limit: 0,
};

const NONE = new ResourceCounter();

/**
 * The whole platform, as far as a viewer may see it. A changed Resource is only counted
 * again: what a change costs depends on the number of offerings, not of Resources.
 */
export class PlatformViewBuilder implements ViewBuilder {
  /** See {@link ResourcesViewBuilder.pauseMs}. */
  readonly pauseMs = 500;
  readonly #live: ClusterWatches;
  readonly #viewer: Viewer;
  readonly #list: LiveResourceList;
  /** An offering gets its entity, and with it a link, some time after it appears. */
  readonly #entityNames: Watch;
  /** The entity of each offering in the view that was built last, by its key. */
  #entityRefs = new Map<string, string | undefined>();

  constructor(live: ClusterWatches, viewer: Viewer) {
    this.#live = live;
    this.#viewer = viewer;
    this.#list = new LiveResourceList(
      live,
      { kind: 'allResources', query: COUNTED },
      viewer,
    );
    this.#entityNames = {
      subscribe: ({ onState }) =>
        live.entities.onPublished(keys => {
          if ([...keys].some(key => this.#entityRefs.has(key))) onState();
        }),
    };
  }

  dependencies(): Dependency[] {
    this.#list.refresh();
    const { offerings, healths } = this.#live;
    const observe = (name: string) => {
      const offering = offerings.byName(name);
      if (offering) healths.observeOffering(offering);
    };
    return [
      ...offerings.changes.map(watch => ({
        watch,
        onChange: ({ metadata }: Manifest) => observe(metadata.name),
      })),
      {
        watch: healths,
        concerns: object =>
          this.#live.engines.some(engine => engine.isDefinition(object)),
      },
      ...this.#offeringHealthDependencies().map(({ watch, subjectsOf }) => {
        const namesOf = (object: Manifest) =>
          subjectsOf(object).flatMap(({ offering, resource }) =>
            resource === undefined ? [offering] : [],
          );
        return {
          watch,
          concerns: (object: Manifest) => namesOf(object).length > 0,
          onChange: (object: Manifest) => namesOf(object).forEach(observe),
        };
      }),
      ...listDependenciesOf(this.#live, this.#list),
      ...this.#optionalWatches().map(watch => ({ watch })),
      { watch: this.#entityNames },
    ];
  }

  build(): ViewState {
    const healthDependencies = [
      ...this.#offeringHealthDependencies(),
      ...healthDependenciesOf(this.#live, this.#list),
    ];
    const isStarting = [
      ...healthDependencies.map(({ watch }) => watch),
      ...this.#optionalWatches(),
    ].some(({ state }) => state.kind === 'starting');
    if (isStarting) return { kind: 'starting' };
    const watches = neededWatchesOf(this.#list, this.#viewer);
    return buildOfAll(this.#live, watches, () => ({
      kind: 'platform',
      view: this.#draw(),
    }));
  }

  #draw(): PlatformOverview {
    const { engines, name, offerings } = this.#live;
    const counters = this.#list.counters();
    // Of two that claim the same API only one has its Resources.
    const countedOfferings = new Set(
      this.#list.offerings().map(({ ref }) => objectKey(ref)),
    );
    const visibleOfferings = offerings
      .list()
      .filter(offering => !this.#viewer.offeringRefusal(offering));
    this.#entityRefs = new Map(
      visibleOfferings.map(({ ref }) => [
        objectKey(ref),
        this.#live.entities.componentRef(ref),
      ]),
    );
    return {
      platform: name,
      resources: counters.all.counts,
      offerings: visibleOfferings
        .map(offering => {
          const isCounted = countedOfferings.has(objectKey(offering.ref));
          const counter = isCounted ? counters.of(offering) : undefined;
          return this.#rowOf(offering, counter ?? NONE);
        })
        .sort(
          (a, b) =>
            a.title.localeCompare(b.title) || a.name.localeCompare(b.name),
        ),
      parts: engines.flatMap(({ platformParts = [] }) =>
        platformParts.map(parts => readPlatformParts(this.#live, parts)),
      ),
      versionsUnseen: this.#versionWatches()
        .map(findUnseen)
        .find(unseen => unseen !== undefined),
    };
  }

  #rowOf(offering: Offering, counter: ResourceCounter): OfferingOverview {
    const { api, metadata, name, ref, title, version } = offering;
    const { healths } = this.#live;
    const health = nameInstalledVersion(
      this.#live,
      healths.observeOffering(offering),
      this.#viewer,
    );
    const informers = api
      ? visibleInformersOf(offering, this.#list, this.#viewer)
      : [];
    const denial = findDenial(informers) ?? findIncompleteReadError(informers);
    return {
      ...{ name, title, version },
      entityRef: this.#entityRefs.get(objectKey(ref)),
      health: withoutQuotedSecrets(health, []),
      needsAttention: needsAttention(health, metadata, new Date()),
      offers: api !== undefined,
      resources: counter.counts,
      ...counter.versions,
      installed: this.#installedVersionsOf(offering),
      denied: denial?.message,
    };
  }

  #installedVersionsOf(offering: Offering): string[] | undefined {
    const { versionNames } = this.#live.engineOf(offering);
    if (!versionNames) return undefined;
    const isSeen = !findUnseen(this.#live.watch(versionNames.watch));
    return isSeen ? versionNames.of(this.#live, offering.name) : undefined;
  }

  #versionWatches() {
    return this.#live.engines.flatMap(({ versionNames }) =>
      versionNames ? [this.#live.watch(versionNames.watch)] : [],
    );
  }

  /** Watches on what may be looked at without: the view says what cannot be seen. */
  #optionalWatches() {
    return [
      ...this.#live.engines.flatMap(({ platformParts = [] }) =>
        platformParts.map(({ watch }) => this.#live.watch(watch)),
      ),
      ...this.#versionWatches(),
    ];
  }

  #offeringHealthDependencies(): HealthDependency[] {
    return this.#live.engines.flatMap(
      engine => engine.offeringHealthDependencies?.(this.#live) ?? [],
    );
  }
}
