import {
  promiseEntityNames,
  resourceComponentName,
  type GenerationOptions,
  type Manifest,
  type NameWish,
  type OfferingEntityNames,
} from '@syntasso/plugin-ske-common';
import { EntityNames } from '../entities/EntityNames';

/** The names of all entities that are written, so that no two are the same in a catalog. */
export class CatalogNames {
  readonly #components = new EntityNames();
  readonly #templates = new EntityNames();

  /** The names of a Promise's entities. */
  ofPromise(
    promise: Manifest,
    options: GenerationOptions,
  ): OfferingEntityNames {
    const wanted = promiseEntityNames(promise, options);
    const key = keyOf(promise);
    return {
      component: this.#components.nameOf({
        key,
        requestedName: wanted.component,
      }),
      template:
        wanted.template === undefined
          ? undefined
          : this.#templates.nameOf({ key, requestedName: wanted.template }),
    };
  }

  /** The name of a Resource's Component. */
  ofResource(resource: Manifest, options: GenerationOptions): string {
    return this.#components.nameOf(wishOf(resource, options));
  }

  /** A Resource will ask for its name: the oldest of several has it. */
  claim(resource: Manifest, options: GenerationOptions) {
    this.#components.claim(wishOf(resource, options));
  }

  /** A Promise or Resource needs no name any more. */
  release(object: Manifest) {
    this.#components.release(keyOf(object));
    this.#templates.release(keyOf(object));
  }
}

const wishOf = (resource: Manifest, options: GenerationOptions): NameWish => ({
  key: keyOf(resource),
  requestedName: resourceComponentName(resource, options),
});

/** Sorts by age. */
const keyOf = ({ apiVersion, kind, metadata }: Manifest) =>
  [
    metadata.creationTimestamp ?? '',
    `${apiVersion.split('/')[0]}/${kind}`,
    `${metadata.namespace ?? ''}/${metadata.name}`,
  ].join(' ');
