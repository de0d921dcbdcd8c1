import type {
  ListSubject,
  Manifest,
  StreamEvent,
} from '@syntasso/plugin-ske-common';
import type { Viewer } from '../access/Access';
import type { ClusterWatches } from './ClusterWatches';
import type { Dependency, ViewState, ViewBuilder, Watch } from './LiveSource';
import { buildForViewer, buildOfAll } from './buildForViewer';
import { findDenial, findIncompleteReadError } from './refusalEvent';
import {
  healthDependenciesOf,
  informersOf,
  listDependenciesOf,
} from './listDependencies';
import { LiveResourceList } from './LiveResourceList';

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
      ...this.#live.offerings.informers.map(watch => ({
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
    const informers = informersOf(this.#list);
    let isShown = false;
    const draw = () => {
      isShown = true;
      return this.#page();
    };
    const state =
      this.#subject.kind === 'allResources'
        ? buildOfAll(this.#live, informers, draw)
        : buildForViewer(
            this.#live,
            this.#subject.promise,
            this.#viewer,
            informers,
            draw,
          );
    if (!isShown && this.#subject.kind === 'resources') this.#list.forget();
    return state;
  }

  #page(): StreamEvent {
    const page = this.#list.page();
    // What is missing of an offering that the viewer may not see is none of their business.
    const informers = this.#list
      .offerings()
      .filter(offering => !this.#viewer.offeringRefusal(offering))
      .flatMap(offering => this.#list.informersOf(offering));
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
