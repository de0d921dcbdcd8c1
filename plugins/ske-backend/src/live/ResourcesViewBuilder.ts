import type {
  ListSubject,
  Manifest,
  StreamEvent,
} from '@syntasso/plugin-ske-common';
import type { SharedInformer } from '@syntasso/plugin-ske-node';
import type { Viewer } from '../access/Access';
import type { ClusterWatches } from './ClusterWatches';
import type { ClusterEngine, HealthDependency } from './ClusterEngine';
import type { Dependency, ViewState, ViewBuilder, Watch } from './LiveSource';
import { buildForViewer, buildOfAll } from './buildForViewer';
import { findDenial, findIncompleteReadError } from './refusalEvent';
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
      ...this.#informers().map(informer => ({
        watch: informer,
        onChange: (was: Manifest) => list.markChanged({ from: informer, was }),
      })),
      {
        watch: this.#live.healths,
        concerns: object => list.find(object) !== undefined,
        onChange: object => {
          const found = list.find(object);
          if (found) list.markChanged(found);
        },
      },
      ...this.#healthDependencies().map(({ watch, subjectsOf }) => {
        const find = (object: Manifest) =>
          subjectsOf(object).flatMap(
            subject => list.findSubject(subject) ?? [],
          );
        return {
          watch,
          concerns: (object: Manifest) => find(object).length > 0,
          onChange: (object: Manifest) =>
            find(object).forEach(found => list.markChanged(found)),
        };
      }),
    ];
  }

  build(): ViewState {
    const isHealthKnown = this.#healthDependencies().every(
      ({ watch }) => watch.state.kind !== 'starting',
    );
    if (!isHealthKnown) return { kind: 'starting' };
    const informers = this.#informers();
    let isShown = false;
    const draw = () => {
      isShown = true;
      return this.#page(informers);
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

  #informers(): SharedInformer[] {
    return this.#list
      .offerings()
      .flatMap(offering => this.#list.informersOf(offering));
  }

  /** What decides the health of what is listed: of each engine once. */
  #healthDependencies(): HealthDependency[] {
    const informersByEngine = new Map<ClusterEngine, SharedInformer[][]>();
    for (const offering of this.#list.offerings()) {
      const engine = this.#live.engineOf(offering);
      const informers = informersByEngine.get(engine) ?? [];
      informers.push(this.#list.informersOf(offering));
      informersByEngine.set(engine, informers);
    }
    return [...informersByEngine].flatMap(([engine, informers]) =>
      scopesOf(informers).flatMap(namespaces =>
        engine.healthDependencies(this.#live, namespaces),
      ),
    );
  }
}

/**
 * Where Resources are listed: everywhere (undefined), and in namespaces where some of
 * them may not be listed everywhere.
 *
 * @param informers - of each offering
 */
function scopesOf(informers: SharedInformer[][]): (string[] | undefined)[] {
  const isEverywhere = informers.some(
    ([first, ...others]) =>
      first !== undefined &&
      first.list.namespace === undefined &&
      others.length === 0,
  );
  const namespaces = new Set(
    informers
      .flat()
      .map(({ list }) => list.namespace)
      .filter(namespace => namespace !== undefined),
  );
  return [
    ...(isEverywhere ? [undefined] : []),
    ...(namespaces.size > 0 ? [[...namespaces]] : []),
  ];
}
