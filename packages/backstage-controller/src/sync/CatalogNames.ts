import {
  promiseEntityNames,
  resourceComponentName,
  type GenerationOptions,
  type Manifest,
  type OfferingEntityNames,
} from '@syntasso/plugin-ske-common';
import { EntityNames, type OwnedWish } from '../entities/EntityNames';
import { keyOfOutput, type WrittenOutput } from '../writers/EntityWriter';
import { idOfKey, keyOfObject, keyOfResource, type SyncKey } from './SyncKey';

/** The names of all entities that are written, so that no two are the same in a catalog. */
export class CatalogNames {
  readonly #components = new EntityNames();
  readonly #templates = new EntityNames();

  /** Lets what is written keep its names; for once, before names are given. */
  recall(written: readonly WrittenOutput[]) {
    for (const { id, names } of [...written].sort(byKey)) {
      if (!names) continue;
      const owner = idOfKey(keyOfObject(id));
      this.#components.keep(owner, names.component);
      if (names.template !== undefined) {
        this.#templates.keep(owner, names.template);
      }
    }
  }

  /** Nothing is written any more for an object: others may have the names it had. */
  forget(key: SyncKey) {
    this.#components.release(idOfKey(key));
    this.#templates.release(idOfKey(key));
  }

  /** The names of a Promise's entities. */
  ofPromise(
    promise: Manifest,
    options: GenerationOptions,
  ): OfferingEntityNames {
    const wanted = promiseEntityNames(promise, options);
    const about = {
      key: keyOf(promise),
      owner: idOfKey({ kind: 'promise', name: promise.metadata.name }),
    };
    return {
      component: this.#components.nameOf({
        ...about,
        requestedName: wanted.component,
      }),
      template:
        wanted.template === undefined
          ? undefined
          : this.#templates.nameOf({
              ...about,
              requestedName: wanted.template,
            }),
    };
  }

  /** The name of a Resource's Component. */
  ofResource(
    promise: string,
    resource: Manifest,
    options: GenerationOptions,
  ): string {
    return this.#components.nameOf(wishOf(promise, resource, options));
  }

  /** A Resource will ask for its name: the oldest of several has it. */
  claim(promise: string, resource: Manifest, options: GenerationOptions) {
    this.#components.claim(wishOf(promise, resource, options));
  }

  /** A Promise or Resource needs no name any more. */
  release(object: Manifest) {
    this.#components.release(keyOf(object));
    this.#templates.release(keyOf(object));
  }
}

const wishOf = (
  promise: string,
  resource: Manifest,
  options: GenerationOptions,
): OwnedWish => ({
  key: keyOf(resource),
  owner: idOfKey(keyOfResource(promise, resource)),
  requestedName: resourceComponentName(resource, options),
});

/** So that the order in which outputs are found does not matter. */
const byKey = (a: WrittenOutput, b: WrittenOutput) =>
  Number(keyOfOutput(a.id) > keyOfOutput(b.id)) -
  Number(keyOfOutput(a.id) < keyOfOutput(b.id));

/** Sorts by age. */
const keyOf = ({ apiVersion, kind, metadata }: Manifest) =>
  [
    metadata.creationTimestamp ?? '',
    `${apiVersion.split('/')[0]}/${kind}`,
    `${metadata.namespace ?? ''}/${metadata.name}`,
  ].join(' ');
