import { stringifyEntityRef, type Entity } from '@backstage/catalog-model';
import {
  assignNames,
  audienceOf,
  healthAnnotations,
  promiseApiOf,
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
import { located, withAnnotations } from './entity';

/** A Promise with the Resources that are known of it. */
export interface Offer {
  promise: Manifest;
  resources: Manifest[];
}

const claimKey = (object: Manifest) =>
  [
    object.apiVersion.split('/')[0],
    object.kind,
    object.metadata.namespace ?? '',
    object.metadata.name,
  ].join('/');

/**
 * The entities of all Promises and Resources, and under which name each object
 * is found in the catalog. A name once given stays while its object lives.
 */
export class CatalogEntities {
  #components = new Map<string, string>();
  #templates = new Map<string, string>();
  #namespaces = new Map<string, string[]>();
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
  onTold(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** The catalog was told of what was generated. */
  told() {
    this.#listeners.forEach(listener => listener());
  }

  /** Generates everything anew; deterministic for the same objects. */
  generate(offers: Offer[], location: string): Entity[] {
    this.#components = assignNames(
      offers.flatMap(({ promise, resources }) => [
        claim(promise, promiseComponentName(promise)),
        ...resources.map(r => claim(r, resourceComponentName(r))),
      ]),
      this.#components,
    );
    this.#templates = assignNames(
      offers
        .filter(({ promise }) => promiseApiOf(promise))
        .map(({ promise }) => claim(promise, promiseTemplateName(promise))),
      this.#templates,
    );
    const present = new Set(offers.map(({ promise }) => claimKey(promise)));
    for (const key of this.#made.keys()) {
      if (!present.has(key)) this.#made.delete(key);
    }
    this.#namespaces = new Map(
      offers.map(({ promise, resources }) => [
        promise.metadata.name,
        [...new Set(resources.map(r => r.metadata.namespace ?? 'default'))],
      ]),
    );
    return offers
      .flatMap(offer => this.#entitiesOf(offer))
      .map(entity => located(entity, location));
  }

  /** The entity ref of a Promise's or Resource's Component. */
  componentRef(object: Manifest): string | undefined {
    return refOf('component', this.#components.get(claimKey(object)));
  }

  /** The entity ref of a Promise's Template. */
  templateRef(promise: Manifest): string | undefined {
    return refOf('template', this.#templates.get(claimKey(promise)));
  }

  /** Where a Promise's Resources are, by the Promise's name. */
  namespacesOf(promise: string): string[] {
    return this.#namespaces.get(promise) ?? [];
  }

  #entitiesOf({ promise, resources }: Offer): Entity[] {
    const component = this.#components.get(claimKey(promise))!;
    const templateName = this.#templates.get(claimKey(promise));
    const template =
      templateName === undefined
        ? undefined
        : this.#templateOf(promise, templateName);
    const names = { component, template: templateName };
    const audience = audienceOf(promise.metadata.annotations);
    const now = new Date();
    return [
      withAnnotations(
        promiseComponent(promise, names),
        healthAnnotations(promise, now),
      ),
      ...(template ? [template] : []),
      ...resources.map(resource =>
        withAnnotations(
          resourceComponent(
            resource,
            { name: promise.metadata.name, ...names, audience },
            this.#components.get(claimKey(resource))!,
          ),
          {
            ...healthAnnotations(resource, now),
            ...this.annotationsOf(resource),
          },
        ),
      ),
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
    const key = claimKey(promise);
    const known = this.#made.get(key);
    if (generation !== undefined && known?.from === from) return known.template;
    const template = this.#generateTemplate(promise, name);
    this.#made.set(key, { from, template });
    return template;
  }
}

function claim(object: Manifest, wanted: string): NameClaim {
  return {
    key: claimKey(object),
    wanted,
    createdAt: object.metadata.creationTimestamp ?? '',
  };
}

const refOf = (kind: string, name: string | undefined) =>
  name === undefined
    ? undefined
    : stringifyEntityRef({ kind, namespace: 'default', name });
