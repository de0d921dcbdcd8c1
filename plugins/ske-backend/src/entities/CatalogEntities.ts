import { stringifyEntityRef, type Entity } from '@backstage/catalog-model';
import {
  audienceOf,
  entityName,
  EntityNames,
  healthAnnotations,
  promiseComponent,
  promiseComponentName,
  promiseTemplate,
  promiseTemplateName,
  resourceComponent,
  resourceComponentName,
  type Manifest,
  type NameClaim,
  type TemplateDelivery,
} from '@syntasso/plugin-ske-common';
import { oncePerObject } from '../utils/oncePerObject';
import { shareEventLoop } from '../utils/shareEventLoop';
import { apiOf } from './apiOf';
import { withAnnotations } from './entity';
import { objectKey, OfferedObjects, type Offer } from './OfferedObjects';

/** The entities of one object. */
export interface ObjectEntities {
  key: string;
  /** The object; undefined when it is gone, and has no entities any more. */
  object: Manifest | undefined;
  entities: Entity[];
}

/** The names of a Promise's entities. */
interface PromiseNames {
  component: string;
  template: string | undefined;
}

/**
 * Makes the entities of Promises and Resources, of those that have changed, and knows
 * under which name each object is found in the catalog. A name once given stays while
 * its object lives.
 */
export class CatalogEntities {
  readonly #components = new EntityNames();
  readonly #templates = new EntityNames();
  /** The Promises and Resources that there are. */
  readonly objects = new OfferedObjects();
  /** What the entities of a Promise's Resources are made from besides them. */
  readonly #basis = new Map<string, string>();
  /** Templates by their Promise, with what they were made from. */
  readonly #made = new Map<
    string,
    { from: string; template: Entity | undefined }
  >();
  readonly #listeners = new Set<() => void>();
  /** What submitting a Template does. */
  delivery: TemplateDelivery = { type: 'push', targetBranch: 'main' };
  /** Told what keeps a Promise from having a Template. */
  onProblem: (message: string) => void = () => {};
  /** What requests that are on their way add to a Resource's annotations. */
  annotationsOf: (resource: Manifest) => Record<string, string> = () => ({});

  /** Called after the catalog was told of a change. */
  onPublished(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** The catalog was told of what was generated. */
  notifyPublished() {
    this.#listeners.forEach(listener => listener());
  }

  /**
   * Generates the entities of the objects that have changed since the last time; the
   * same ones for the same objects. Others get a turn in between: what they change
   * meanwhile is for the next time.
   */
  async generateChanged(): Promise<ObjectEntities[]> {
    const pause = shareEventLoop();
    for (const key of this.objects.changed) {
      await pause();
      const resource = this.objects.resourceOf(key)?.resource;
      if (resource) resourceClaim(resource);
    }
    const changed = this.objects.takeChanged();
    try {
      this.#giveNames(changed);
      for (const key of changed) {
        const offer = this.objects.offerOf(key);
        if (offer && this.#hasNewBasis(key, offer)) {
          for (const resource of offer.resources.keys()) changed.add(resource);
        }
      }
      const now = new Date();
      // Nobody else has a turn up to here: all of it is of one moment.
      const steps = [...changed].map(key => this.#planOf(key, now));
      const generated: ObjectEntities[] = [];
      for (const { key, object, make } of steps) {
        await pause();
        generated.push({ key, object, entities: make() });
      }
      return generated;
    } catch (error) {
      this.objects.giveBack(changed);
      throw error;
    }
  }

  /** The entity ref of a Promise's or Resource's Component. */
  componentRef(object: Manifest): string | undefined {
    return refOf('component', this.#components.nameOf(objectKey(object)));
  }

  /** The entity ref of a Promise's Template. */
  templateRef(promise: Manifest): string | undefined {
    return refOf('template', this.#templates.nameOf(objectKey(promise)));
  }

  /** Where a Promise's Resources are, by the Promise's name. */
  namespacesOf(promise: string): string[] {
    return this.objects.namespacesOf(promise);
  }

  /** Names are free before they are given: one may go as another one comes. */
  #giveNames(changed: Iterable<string>) {
    const components: NameClaim[] = [];
    const templates: NameClaim[] = [];
    for (const key of changed) {
      const promise = this.objects.offerOf(key)?.promise;
      const resource = this.objects.resourceOf(key)?.resource;
      if (promise) components.push(claim(promise, promiseComponentName));
      else if (resource) {
        components.push(resourceClaim(resource));
      } else this.#components.release(key);
      if (promise && apiOf(promise)) {
        templates.push(claim(promise, promiseTemplateName));
      } else {
        this.#templates.release(key);
        this.#made.delete(key);
      }
      if (!promise) this.#basis.delete(key);
    }
    this.#components.give(components);
    this.#templates.give(templates);
  }

  /** Whether the entities of a Promise's Resources are others now. */
  #hasNewBasis(key: string, { promise }: Offer): boolean {
    const basis = JSON.stringify([
      ...[promise.metadata.name, this.#names(key)],
      audienceOf(promise.metadata.annotations),
    ]);
    const isNew = this.#basis.get(key) !== basis;
    this.#basis.set(key, basis);
    return isNew;
  }

  #names(promiseKey: string): PromiseNames {
    return {
      component: this.#components.nameOf(promiseKey)!,
      template: this.#templates.nameOf(promiseKey),
    };
  }

  /** How the entities of an object are made of what is known now. */
  #planOf(
    key: string,
    now: Date,
  ): { key: string; object?: Manifest; make: () => Entity[] } {
    const offer = this.objects.offerOf(key);
    if (offer) {
      const { promise } = offer;
      const names = this.#names(key);
      const make = () => this.#ofPromise(promise, names, now);
      return { key, object: promise, make };
    }
    const found = this.objects.resourceOf(key);
    if (!found) return { key, make: () => [] };
    const { resource } = found;
    const { metadata: promise } = found.offer.promise;
    const names = this.#names(objectKey(found.offer.promise));
    const name = this.#components.nameOf(key)!;
    const make = () => [
      withAnnotations(
        resourceComponent(
          resource,
          {
            name: promise.name,
            audience: audienceOf(promise.annotations),
            ...names,
          },
          name,
        ),
        {
          ...healthAnnotations(resource, now),
          ...this.annotationsOf(resource),
        },
      ),
    ];
    return { key, object: resource, make };
  }

  #ofPromise(promise: Manifest, names: PromiseNames, now: Date): Entity[] {
    const template =
      names.template === undefined
        ? undefined
        : this.#templateOf(promise, names.template);
    return [
      withAnnotations(
        promiseComponent(promise, names),
        healthAnnotations(promise, now),
      ),
      ...(template ? [template] : []),
    ];
  }

  /** One Promise that no Template can be made of does not keep the others from the catalog. */
  #generateTemplate(promise: Manifest, name: string): Entity | undefined {
    try {
      return promiseTemplate(promise, name, this.delivery);
    } catch (error) {
      this.onProblem(
        `No Template can be made of Promise ${promise.metadata.name}: ${error}`,
      );
      return undefined;
    }
  }

  /** Made anew only when what it is made from is different: its schema may be long. */
  #templateOf(promise: Manifest, name: string): Entity | undefined {
    const { uid, generation, annotations, labels } = promise.metadata;
    const from = JSON.stringify([
      ...[uid, generation, annotations, labels],
      ...[name, this.delivery],
    ]);
    const key = objectKey(promise);
    const known = this.#made.get(key);
    if (generation !== undefined && known?.from === from) return known.template;
    const template = this.#generateTemplate(promise, name);
    this.#made.set(key, { from, template });
    return template;
  }
}

/** The name that a Resource wants. */
const resourceClaim = oncePerObject((resource: Manifest) =>
  claim(resource, resourceComponentName),
);

function claim(
  object: Manifest,
  wantedBy: (object: Manifest) => string,
): NameClaim {
  const wanted = wantedBy(object);
  return {
    key: objectKey(object),
    wanted,
    plain: entityName(wanted),
    createdAt: object.metadata.creationTimestamp ?? '',
  };
}

const refOf = (kind: string, name: string | undefined) =>
  name === undefined
    ? undefined
    : stringifyEntityRef({ kind, namespace: 'default', name });
