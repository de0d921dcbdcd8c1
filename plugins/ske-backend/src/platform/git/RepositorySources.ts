import {
  splitApiVersion,
  subjectKey,
  type ListSubject,
  type ObjectRef,
  type Offering,
  type StreamEvent,
} from '@syntasso/plugin-ske-common';
import type { Viewer } from '../../access/Access';
import type { ResourceFile } from './ResourceFiles';
import { withFileVersion } from './withFileVersion';
import { isManifestOf } from './manifestFile';
import {
  readOfferingState,
  type FindOffering,
  type OfferingState,
} from './offeringState';
import { noOfferingDetails, makeOfferingView } from '../../views/offeringView';
import { noResourceDetails, makeResourceView } from '../../views/resourceView';
import {
  worstFreshnessOf,
  type ViewSource,
  type ViewState,
  type ViewBuilder,
  type Watch,
} from '../../live/LiveSource';
import { toRefusalEvent } from '../../live/refusalEvent';
import { PolledWatch } from './PolledWatch';
import { listKey, SourceCache } from '../../live/SourceCache';
import { createAllFilesBuilder } from './createAllFilesBuilder';
import { createFileLister, type EntityRefs } from './createFileLister';

/**
 * The sources of pages where no cluster is read: they show the requests as they are in
 * the repository. The status comes from the catalog; the page adds it.
 */
export class RepositorySources {
  readonly #watch: PolledWatch<ResourceFile[]>;
  readonly #platform: string;
  readonly #everyMs: number | undefined;
  readonly #sources = new SourceCache();
  /** Offerings as the catalog has them, by name or kind; shared by all pages. */
  readonly #offerings = new Map<string, PolledWatch<OfferingState>>();
  /** The entities of Resources, by their offering's name, '' for all; shared by all pages. */
  readonly #entities = new Map<string, PolledWatch<EntityRefs>>();
  /** All offerings, once the catalog has answered; shared by all pages. */
  #allOfferings: PolledWatch<Offering[] | undefined> | undefined;

  /** @param everyMs - how often the catalog is read; default: as often as the repository */
  constructor(
    watch: PolledWatch<ResourceFile[]>,
    platform: string,
    everyMs?: number,
  ) {
    this.#everyMs = everyMs;
    this.#watch = watch;
    this.#platform = platform;
  }

  offering(name: string, viewer: Viewer, find: FindOffering): ViewSource {
    const key = subjectKey({ kind: 'promise', name });
    return this.#sources.get(`${key} ${viewer.key}`, () =>
      this.#offeringBuilder(this.#watchOffering(name, find), viewer),
    );
  }

  /** @param entities - reads the entity references of its Resources */
  resources(
    subject: Extract<ListSubject, { kind: 'resources' }>,
    viewer: Viewer,
    find: FindOffering,
    entities: () => Promise<EntityRefs>,
  ): ViewSource {
    return this.#sources.get(listKey(subject, viewer), () => {
      const { promise: name } = subject;
      const entityRefs = this.#watchEntities(name, entities);
      const listFiles = createFileLister(subject, viewer);
      return this.#viewBuilder(
        this.#watchOffering(name, find),
        (offering, files) => {
          const refusal = viewer.offeringRefusal(offering);
          return refusal
            ? toRefusalEvent(refusal)
            : listFiles([offering], files, entityRefs.value);
        },
        [entityRefs],
      );
    });
  }

  /**
   * @param list - reads all offerings
   * @param entities - reads the entity references of all Resources
   */
  allResources(
    subject: Extract<ListSubject, { kind: 'allResources' }>,
    viewer: Viewer,
    list: () => Promise<Offering[]>,
    entities: () => Promise<EntityRefs>,
  ): ViewSource {
    return this.#sources.get(listKey(subject, viewer), () => {
      this.#allOfferings ??= new PolledWatch<Offering[] | undefined>(
        list,
        undefined,
        this.#everyMs,
      );
      return createAllFilesBuilder(
        {
          files: this.#watch,
          offerings: this.#allOfferings,
          entityRefs: this.#watchEntities('', entities),
        },
        createFileLister(subject, viewer),
      );
    });
  }

  resource(ref: ObjectRef, viewer: Viewer, find: FindOffering): ViewSource {
    return this.#sources.get(`${resourceKey(ref)} ${viewer.key}`, () => {
      const { group } = splitApiVersion(ref.apiVersion);
      const offering = this.#watchOffering(`${group}/${ref.kind}`, find);
      return this.#resourceBuilder(ref, offering, viewer);
    });
  }

  /** Watches the catalog, so that an open page notices a new audience, or a removal. */
  #watchOffering(key: string, find: FindOffering): PolledWatch<OfferingState> {
    return getOrCreate(
      this.#offerings,
      key,
      () =>
        new PolledWatch<OfferingState>(
          () => readOfferingState(find),
          { kind: 'unread' },
          this.#everyMs,
        ),
    );
  }

  #watchEntities(name: string, read: () => Promise<EntityRefs>) {
    return getOrCreate(
      this.#entities,
      name,
      () => new PolledWatch(read, new Map(), this.#everyMs),
    );
  }

  #offeringBuilder(
    watch: PolledWatch<OfferingState>,
    viewer: Viewer,
  ): ViewBuilder {
    return this.#viewBuilder(watch, offering => {
      const refusal = viewer.offeringRefusal(offering);
      if (refusal) return toRefusalEvent(refusal);
      const view = makeOfferingView({
        offering,
        health: offering.health,
        details: noOfferingDetails,
        platform: this.#platform,
        templateRef: templateRefOf(offering),
        events: [],
      });
      return { kind: 'promise', view };
    });
  }

  #resourceBuilder(
    ref: ObjectRef,
    watch: PolledWatch<OfferingState>,
    viewer: Viewer,
  ): ViewBuilder {
    return this.#viewBuilder(watch, (offering, files) => {
      const file = files.find(({ manifest }) => isManifestOf(manifest, ref));
      if (!file) {
        return {
          kind: 'gone',
          message: `${ref.kind} ${ref.namespace ?? 'default'}/${
            ref.name
          } is not in the requests repository.`,
        };
      }
      const offered = { offering, resource: withFileVersion(file) };
      const refusal = viewer.resourceRefusal(offered);
      if (refusal) return toRefusalEvent(refusal);
      const view = makeResourceView({
        ...offered,
        details: noResourceDetails,
        events: [],
        platform: this.#platform,
        writes: 'repository',
        entityRef: undefined,
        offeringHealth: offering.health,
        offeringEntityRef: entityRefOf(offering),
        templateRef: templateRefOf(offering),
      });
      return { kind: 'resource', view };
    });
  }

  #viewBuilder(
    offering: PolledWatch<OfferingState>,
    draw: (offering: Offering, files: ResourceFile[]) => StreamEvent,
    others: Watch[] = [],
  ): ViewBuilder {
    const watches = [this.#watch, offering];
    return {
      dependencies: () => [...watches, ...others].map(watch => ({ watch })),
      build: (): ViewState => {
        if (watches.some(({ state }) => state.kind === 'starting')) {
          return { kind: 'starting' };
        }
        const freshness = worstFreshnessOf(watches.map(({ state }) => state));
        const { value } = offering;
        if (value.kind === 'unread') return { kind: 'unknown', freshness };
        return {
          kind: 'known',
          freshness,
          event:
            value.kind === 'offered'
              ? draw(value.offering, this.#watch.value)
              : value.event,
        };
      },
    };
  }
}

const entityRefOf = ({ source }: Offering) =>
  source.kind === 'entity' ? source.entityRef : undefined;

const templateRefOf = ({ source }: Offering) =>
  source.kind === 'entity' ? source.templateRef : undefined;

const resourceKey = (ref: ObjectRef) => subjectKey({ kind: 'resource', ref });

function getOrCreate<T>(map: Map<string, T>, key: string, create: () => T): T {
  const value = map.get(key) ?? create();
  map.set(key, value);
  return value;
}
