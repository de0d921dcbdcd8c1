import type {
  ListSubject,
  Manifest,
  StreamEvent,
} from '@syntasso/plugin-ske-common';
import type { SharedInformer } from '@syntasso/plugin-ske-node';
import type { Viewer } from '../access/Access';
import type { ClusterWatches } from './ClusterWatches';
import type { Dependency, ViewState, ViewBuilder, Watch } from './LiveSource';
import { buildForViewer, buildOfAll } from './buildForViewer';
import { findDenial, findIncompleteReadError } from './refusalEvent';
import { healthDependenciesOf, listDependenciesOf } from './listDependencies';
import { LiveResourceList } from './LiveResourceList';
import { neededWatchesOf } from './visibleWatches';

/**
 * A page of the Resources of an offering, or of all offerings, as a query orders them.
 * Viewers who may see the same share it.
 */
export class ResourcesViewBuilder implements ViewBuilder {
  /**
   * When an offering changes, many Resources do. Sending rows costs more than keeping
   * them, and nobody reads a table that moves more often.
   */
  readonly pauseMs = 500;
  readonly #live: ClusterWatches;
  readonly #subject: ListSubject;
  readonly #viewer: Viewer;
  readonly #list: LiveResourceList;
  readonly #entityNames: Watch;

  constructor(live: ClusterWatches, subject: ListSubject, viewer: Viewer) {
    this.#live = live;
    this.#subject = subject;
    this.#viewer = viewer;
    this.#list = new LiveResourceList(live, subject, viewer);
    this.#entityNames = {
      subscribe: ({ onState }) =>
        live.entities.onPublished(keys => {
          if (this.#showsOtherEntityOf(keys)) onState();
        }),
    };
  }

  dependencies(): Dependency[] {
    const list = this.#list;
    list.refresh();
    return [
      ...this.#live.offerings.changes.map(watch => ({
        watch,
        concerns: ({ metadata }: Manifest) =>
          this.#subject.kind === 'allResources' ||
          metadata.name === this.#subject.promise,
      })),
      // A Resource gets its entity, and with it a link, some time after it appears.
      { watch: this.#entityNames },
      ...listDependenciesOf(this.#live, list),
    ];
  }

  build(): ViewState {
    const isHealthKnown = healthDependenciesOf(this.#live, this.#list).every(
      ({ watch }) => watch.state.kind !== 'starting',
    );
    if (!isHealthKnown) return { kind: 'starting' };
    const watches = neededWatchesOf(this.#list, this.#viewer);
    let isShown = false;
    const draw = (informers: SharedInformer[]) => {
      isShown = true;
      return this.#page(informers);
    };
    const state =
      this.#subject.kind === 'allResources'
        ? buildOfAll(this.#live, watches, draw)
        : buildForViewer(
            this.#live,
            this.#subject.promise,
            this.#viewer,
            watches,
            (_offering, informers) => draw(informers),
          );
    if (!isShown && this.#subject.kind === 'resources') this.#list.forget();
    return state;
  }

  /** @param informers - those that the viewer may be told of */
  #page(informers: SharedInformer[]): StreamEvent {
    const page = this.#list.page();
    return {
      kind: 'resources',
      page: {
        ...page,
        denied: (findDenial(informers) ?? findIncompleteReadError(informers))
          ?.message,
      },
      order: page.rows.map(({ uid }) => uid),
    };
  }

  /** Whether a Resource of these is in the table without its entity, or with another. */
  #showsOtherEntityOf(keys: ReadonlySet<string>): boolean {
    return [...keys].some(key => {
      const row = this.#list.rowOf(key);
      return row && row.entityRef !== this.#live.entities.componentRef(row.ref);
    });
  }
}
