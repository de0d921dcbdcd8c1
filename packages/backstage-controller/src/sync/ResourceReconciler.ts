import { isError } from '@backstage/errors';
import type { Manifest } from '@syntasso/plugin-ske-common';
import { generateForResource } from '../entities/generate';
import { isComplete } from '../platform/watchState';
import { WriteLaterError, type OutputId } from '../writers/EntityWriter';
import type { BoundPromise } from './Bindings';
import { completeFile } from './completeFile';
import { isOptedOut } from './isOptedOut';
import { pathOfOutput } from './paths';
import type { SyncContext } from './SyncContext';
import type { ResourceKey, SyncKey } from './SyncKey';

/** Whether a Resource is to have an entity. */
type Wanted =
  /** Nobody can say yet; whatever will be known reconciles it again. */
  | { kind: 'unknown' }
  | { kind: 'no' }
  | { kind: 'yes'; bound: BoundPromise; resource: Manifest };

/** Writes the entity of a Resource as long as its Promise is bound and it is not opted out. */
export class ResourceReconciler {
  readonly #context: SyncContext;

  constructor(context: SyncContext) {
    this.#context = context;
  }

  /** @throws what kept it from being written, after that was said in an Event. */
  async reconcile(about: ResourceKey, signal: AbortSignal): Promise<void> {
    const { outputs, names, runs } = this.#context;
    const key: SyncKey = { kind: 'resource', ...about };
    const wanted = this.#look(about);
    if (wanted.kind === 'unknown') return;
    if (wanted.kind === 'no') {
      await runs.cancel(idOf(about, undefined), signal);
      await outputs.removeOthers(key, undefined, signal);
      names.forget(key);
      this.#note(about, undefined);
      return;
    }
    try {
      const failure = await this.#write(about, wanted, signal);
      this.#note(about, failure);
    } catch (error) {
      signal.throwIfAborted();
      if (!(error instanceof WriteLaterError)) {
        await this.#fail(about, wanted.resource, error);
      }
      throw error;
    }
  }

  #look({ promise: promiseName, namespace, name }: ResourceKey): Wanted {
    const { promises, bindings, resolve } = this.#context;
    const promise = promises.store.get(undefined, promiseName);
    if (!promise) return { kind: isComplete(promises) ? 'no' : 'unknown' };
    const bound = bindings.get(promiseName);
    if (!bound) {
      const isUnbound =
        promise.metadata.deletionTimestamp !== undefined ||
        resolve(promise).kind === 'unbound';
      return { kind: isUnbound ? 'no' : 'unknown' };
    }
    // A Promise whose API is taken away has no Resources.
    if (!bound.watch) return { kind: 'no' };
    const resource = bound.watch.store.get(namespace, name);
    if (!resource) return { kind: isComplete(bound.watch) ? 'no' : 'unknown' };
    return isOptedOut(bound, resource)
      ? { kind: 'no' }
      : { kind: 'yes', bound, resource };
  }

  /** @returns what is wrong although it was written */
  async #write(
    about: ResourceKey,
    { bound, resource }: Extract<Wanted, { kind: 'yes' }>,
    signal: AbortSignal,
  ): Promise<string | undefined> {
    const { names, outputs } = this.#context;
    const { binding, promise } = bound;
    const { target } = binding;
    const key: SyncKey = { kind: 'resource', ...about };
    const id = idOf(about, target.portal);
    const component = names.ofResource(
      about.promise,
      resource,
      binding.options,
    );
    const generated = generateForResource({ resource, promise }, binding, {
      resource: component,
      offering: bound.names,
    });
    const file = await completeFile(
      this.#context,
      { id, object: resource, plural: bound.watch?.type.plural ?? '' },
      generated,
      signal,
    );
    // What was written before stays until there is something new.
    if (file.kind === 'running') return undefined;
    if (file.kind === 'noApi') {
      await outputs.removeOthers(key, undefined, signal);
      return undefined;
    }
    await outputs.write(
      {
        id,
        names: { component },
        path: pathOfOutput(id, target),
        content: file.content,
        destinationSelectors: target.destinationSelectors,
      },
      signal,
    );
    await outputs.removeOthers(key, id, signal);
    const delivery = await outputs.deliveryOf(id, signal);
    return delivery.state === 'failed' ? delivery.message : undefined;
  }

  async #fail(about: ResourceKey, resource: Manifest, error: unknown) {
    const message = isError(error) ? error.message : String(error);
    await this.#context.events.record(resource, {
      type: 'Warning',
      reason: 'GenerateOrWriteFailed',
      note: message,
    });
    this.#note(about, message);
  }

  /** Its Promise says how many of its Resources are not written. */
  #note(about: ResourceKey, failure: string | undefined) {
    const { states, queue } = this.#context;
    const { promise, namespace, name } = about;
    const isNews = states.setResource(promise, `${namespace}/${name}`, failure);
    // Many fail together: their Promise says it once.
    if (isNews) queue.addAfter({ kind: 'promise', name: promise }, 1_000);
  }
}

const idOf = (about: ResourceKey, portal: string | undefined): OutputId => ({
  kind: 'resource',
  portal,
  ...about,
});
