import {
  refOf,
  splitApiVersion,
  repositoryOnly,
  subjectKey,
  type Manifest,
  type ObjectRef,
  type Offering,
  type ResourcesQuery,
} from '@syntasso/plugin-ske-common';
import type { Viewer } from '../../access/Access';
import type { RequestFile } from './RequestFiles';
import { isOf } from './manifestFile';
import { noOfferingDetails, offeringView } from '../../views/offeringView';
import { describerOf } from '../../views/resourceSummary';
import { noResourceDetails, resourceView } from '../../views/resourceView';
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

/**
 * What pages show where there is no cluster to read: the requests as they are in
 * the repository. Their status is what the catalog knows; the page adds it.
 */
export class RepositorySources {
  readonly #watch: PolledWatch<RequestFile[]>;
  readonly #platform: string;
  readonly #sources = new SharedSources();
  /** The entities of Resources, by their offering's name: asked for once for all pages. */
  readonly #entities = new Map<
    string,
    PolledWatch<ReadonlyMap<string, string>>
  >();

  constructor(watch: PolledWatch<RequestFile[]>, platform: string) {
    this.#watch = watch;
    this.#platform = platform;
  }

  offering(offering: Offering, viewer: Viewer): Source {
    const { name } = offering;
    const key = `${subjectKey({ kind: 'promise', name })} ${viewer.key}`;
    return this.#sources.get(`${key} ${keyOfOffering(offering)}`, () =>
      this.#ofOffering(offering, viewer),
    );
  }

  /**
   * @param entities - asks for the entities of its Resources, by their
   * {@link subjectKey}
   */
  resources(
    offering: Offering,
    query: ResourcesQuery,
    viewer: Viewer,
    entities: () => Promise<ReadonlyMap<string, string>>,
  ): Source {
    const { name } = offering;
    const known = this.#entities.get(name);
    const shared =
      known ??
      new PolledWatch<ReadonlyMap<string, string>>(entities, new Map());
    this.#entities.set(name, shared);
    const key = `${resourcesKey(name, query, viewer)} ${keyOfOffering(
      offering,
    )}`;
    return this.#sources.get(key, () =>
      this.#ofResources(offering, query, viewer, shared),
    );
  }

  resource(ref: ObjectRef, offering: Offering, viewer: Viewer): Source {
    const key = `${resourceKey(ref)} ${viewer.key} ${keyOfOffering(offering)}`;
    return this.#sources.get(key, () =>
      this.#ofResource(ref, offering, viewer),
    );
  }

  #ofOffering(offering: Offering, viewer: Viewer): ViewBuilder {
    return this.#subject(() => {
      const refusal = viewer.offeringRefusal(offering);
      if (refusal) return refusalEvent(refusal);
      const view = offeringView({
        offering,
        details: noOfferingDetails,
        platform: this.#platform,
        templateRef: templateRefOf(offering),
        events: [],
      });
      return { kind: 'promise', view };
    });
  }

  #ofResources(
    offering: Offering,
    query: ResourcesQuery,
    viewer: Viewer,
    entities: PolledWatch<ReadonlyMap<string, string>>,
  ): ViewBuilder {
    const list = new ResourceList(query, {
      ownedBy: viewer.ownedBy,
      describe: resource => ({
        ...describerOf(offering.engine)(resource),
        health: repositoryOnly,
      }),
    });
    const rows = new PageRows();
    return this.#subject(
      files => {
        const refusal = viewer.offeringRefusal(offering);
        if (refusal) return refusalEvent(refusal);
        list.replace(
          files
            .map(({ manifest }) => manifest)
            .filter(resource => offers(offering, resource))
            .filter(
              resource => !viewer.resourceRefusal({ offering, resource }),
            ),
        );
        const page = list.page();
        const shown = rows.of(
          page.rows.map(row => ({
            ...row,
            offering,
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

  #ofResource(ref: ObjectRef, offering: Offering, viewer: Viewer): ViewBuilder {
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
      const offered = { offering, resource: versioned(file) };
      const refusal = viewer.resourceRefusal(offered);
      if (refusal) return refusalEvent(refusal);
      const view = resourceView({
        ...offered,
        details: noResourceDetails,
        events: [],
        platform: this.#platform,
        writes: 'repository',
        entityRef: undefined,
        offeringEntityRef: entityRefOf(offering),
        templateRef: templateRefOf(offering),
      });
      return { kind: 'resource', view };
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

/** What a view is built from; whoever asks later may find the offering changed. */
const keyOfOffering = ({ engine: _, ...offering }: Offering) =>
  JSON.stringify(offering);

const entityRefOf = ({ source }: Offering) =>
  source.kind === 'entity' ? source.entityRef : undefined;

const templateRefOf = ({ source }: Offering) =>
  source.kind === 'entity' ? source.templateRef : undefined;

const resourceKey = (ref: ObjectRef) => subjectKey({ kind: 'resource', ref });

/** Its version lets a change say what it was made from. */
const versioned = ({ manifest, version }: RequestFile): Manifest => ({
  ...manifest,
  metadata: { ...manifest.metadata, resourceVersion: version },
});

/** Whether a Resource is of an offering's API. */
const offers = ({ api }: Offering, { apiVersion, kind }: Manifest) =>
  api?.group === splitApiVersion(apiVersion).group && api.kind === kind;
