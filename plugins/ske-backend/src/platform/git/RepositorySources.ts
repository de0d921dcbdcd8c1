import {
  at,
  refOf,
  splitApiVersion,
  subjectKey,
  type Health,
  type Manifest,
  type ObjectRef,
  type ResourcesQuery,
} from '@syntasso/plugin-ske-common';
import type { Viewer } from '../../access/Access';
import type { CatalogOffer } from './CatalogOffers';
import type { RequestFile } from './RequestFiles';
import { isOf } from './manifestFile';
import { promiseView } from '../../views/promiseView';
import { describeResource } from '../../views/resourceSummary';
import { resourceView } from '../../views/resourceView';
import {
  freshnessOf,
  type Source,
  type ViewState,
  type ViewBuilder,
  type Watchable,
} from '../../live/LiveSource';
import { refusalEvent } from '../../live/refusalEvent';
import { PolledWatch } from './PolledWatch';
import { ResourceList } from '../../live/ResourceList';
import { PageRows } from '../../live/ResourcesViewBuilder';
import { resourcesKey, SharedSources } from '../../live/SharedSources';

/** Nobody tells a status where only the repository is read. */
const UNTOLD: Health = {
  state: 'unknown',
  reason: { code: 'repositoryOnly', values: {} },
};

/**
 * What pages show where there is no cluster to read: the requests as they are in
 * the repository. Their status is what the catalog knows; the page adds it.
 */
export class RepositorySources {
  readonly #watch: PolledWatch<RequestFile[]>;
  readonly #platform: string;
  readonly #sources = new SharedSources();
  /** The entities of Resources, by their Promise's name: asked for once for all pages. */
  readonly #entities = new Map<
    string,
    PolledWatch<ReadonlyMap<string, string>>
  >();

  constructor(watch: PolledWatch<RequestFile[]>, platform: string) {
    this.#watch = watch;
    this.#platform = platform;
  }

  promise(offer: CatalogOffer, viewer: Viewer): Source {
    const { name } = offer.promise.metadata;
    const key = `${subjectKey({ kind: 'promise', name })} ${viewer.key}`;
    return this.#sources.get(`${key} ${offerKey(offer)}`, () =>
      this.#ofPromise(offer, viewer),
    );
  }

  /**
   * @param entities - asks for the entities of its Resources, by their
   * {@link subjectKey}
   */
  resources(
    offer: CatalogOffer,
    query: ResourcesQuery,
    viewer: Viewer,
    entities: () => Promise<ReadonlyMap<string, string>>,
  ): Source {
    const { name } = offer.promise.metadata;
    const known = this.#entities.get(name);
    const shared =
      known ??
      new PolledWatch<ReadonlyMap<string, string>>(entities, new Map());
    this.#entities.set(name, shared);
    const key = `${resourcesKey(name, query, viewer)} ${offerKey(offer)}`;
    return this.#sources.get(key, () =>
      this.#ofResources(offer, query, viewer, shared),
    );
  }

  resource(ref: ObjectRef, offer: CatalogOffer, viewer: Viewer): Source {
    const key = `${resourceKey(ref)} ${viewer.key} ${offerKey(offer)}`;
    return this.#sources.get(key, () => this.#ofResource(ref, offer, viewer));
  }

  #ofPromise(offer: CatalogOffer, viewer: Viewer): ViewBuilder {
    const { promise, api, templateRef } = offer;
    return this.#subject(() => {
      const refusal = viewer.promiseRefusal(promise);
      if (refusal) return refusalEvent(refusal);
      const view = promiseView({
        promise,
        platform: this.#platform,
        templateRef,
        jobs: [],
        podsOf: () => [],
        events: [],
      });
      return {
        kind: 'promise',
        view: {
          ...view,
          source: 'repository',
          title: api?.kind ?? view.title,
          api: api && { ...api, hasSpec: true },
          available: true,
          health: UNTOLD,
        },
      };
    });
  }

  #ofResources(
    offer: CatalogOffer,
    query: ResourcesQuery,
    viewer: Viewer,
    entities: PolledWatch<ReadonlyMap<string, string>>,
  ): ViewBuilder {
    const { promise } = offer;
    const list = new ResourceList(query, {
      ownedBy: viewer.ownedBy,
      describe: resource => ({
        ...describeResource(resource),
        health: UNTOLD,
      }),
    });
    const rows = new PageRows();
    return this.#subject(
      files => {
        const refusal = viewer.promiseRefusal(promise);
        if (refusal) return refusalEvent(refusal);
        list.replace(
          files
            .map(({ manifest }) => manifest)
            .filter(manifest => offers(promise, manifest))
            .filter(manifest => !viewer.resourceRefusal(manifest, promise)),
        );
        const page = list.page();
        const shown = rows.of(
          page.rows.map(row => ({
            ...row,
            promise,
            entityRef: entities.present.get(resourceKey(refOf(row.resource))),
          })),
        );
        return {
          kind: 'resources',
          page: { ...page, rows: shown },
          order: shown.map(({ uid }) => uid),
        };
      },
      [entities],
    );
  }

  #ofResource(
    ref: ObjectRef,
    offer: CatalogOffer,
    viewer: Viewer,
  ): ViewBuilder {
    const { promise, entityRef, templateRef } = offer;
    return this.#subject(files => {
      const file = files.find(({ manifest }) => isOf(manifest, ref));
      if (!file) {
        return {
          kind: 'gone',
          message: `${ref.kind} ${ref.namespace ?? 'default'}/${
            ref.name
          } is not in the requests repository: it was deleted, or never there.`,
        };
      }
      const manifest = versioned(file);
      const refusal = viewer.resourceRefusal(manifest, promise);
      if (refusal) return refusalEvent(refusal);
      const view = resourceView({
        resource: manifest,
        platform: this.#platform,
        writes: 'repository',
        promise,
        entityRef: undefined,
        promiseEntityRef: entityRef,
        templateRef,
        related: undefined,
        jobs: [],
        podsOf: () => [],
        events: [],
        binding: undefined,
        revisions: [],
      });
      return {
        kind: 'resource',
        view: {
          ...view,
          source: 'repository',
          health: UNTOLD,
          stages: [],
          promise: view.promise && { ...view.promise, health: UNTOLD },
        },
      };
    });
  }

  #subject(
    draw: (
      files: RequestFile[],
    ) => Extract<ViewState, { kind: 'known' }>['event'],
    others: Watchable[] = [],
  ): ViewBuilder {
    return {
      dependencies: () =>
        [this.#watch, ...others].map(informer => ({ informer })),
      build: () => {
        const { state, present } = this.#watch;
        if (state.kind === 'starting') return { kind: 'starting' };
        const freshness = freshnessOf([state]);
        return { kind: 'known', freshness, event: draw(present) };
      },
    };
  }
}

/** What a view is built from; whoever asks later may find the Promise changed. */
const offerKey = (offer: CatalogOffer) => JSON.stringify(offer);

const resourceKey = (ref: ObjectRef) => subjectKey({ kind: 'resource', ref });

/** Its version lets a change say what it was made from. */
const versioned = ({ manifest, version }: RequestFile): Manifest => ({
  ...manifest,
  metadata: { ...manifest.metadata, resourceVersion: version },
});

/** Whether a Resource is of a Promise's API. */
function offers(promise: Manifest, resource: Manifest): boolean {
  const offer = (...path: string[]) =>
    at(promise, 'spec', 'api', 'spec', ...path);
  return (
    offer('group') === splitApiVersion(resource.apiVersion).group &&
    offer('names', 'kind') === resource.kind
  );
}
