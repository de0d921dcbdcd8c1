import type { Manifest } from '@syntasso/plugin-ske-common';
import { generateForResource } from '../entities/generate';
import { isComplete } from '../platform/watchState';
import type { OutputId } from '../writers/EntityWriter';
import type { BoundPromise } from './Bindings';
import { isOptedOut } from './isOptedOut';
import { outcomeOfError, type SyncOutcome } from './outcome';
import { publishOutput, withdrawOutputs } from './publishOutput';
import type { SyncContext } from './SyncContext';
import type { ResourceKey } from './SyncKey';

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
    const wanted = this.#look(about);
    if (wanted.kind === 'unknown') return;
    if (wanted.kind === 'no') {
      await withdrawOutputs(this.#context, idOf(about, undefined), signal);
      this.#note(about, undefined);
      return;
    }
    try {
      const failure = await this.#write(about, wanted, signal);
      this.#note(about, failure);
    } catch (error) {
      signal.throwIfAborted();
      const outcome = outcomeOfError(error);
      if (outcome.status === 'False') {
        await this.#fail(about, wanted.resource, outcome);
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
    const { binding, promise } = bound;
    const component = this.#context.names.ofResource(
      about.promise,
      resource,
      binding.options,
    );
    const result = await publishOutput(
      this.#context,
      {
        id: idOf(about, binding.target.portal),
        names: { component },
        target: binding.target,
        object: resource,
        plural: bound.watch?.type.plural ?? '',
      },
      generateForResource({ resource, promise }, binding, {
        resource: component,
        offering: bound.names,
      }),
      signal,
    );
    return result.kind === 'published' && result.delivery.state === 'failed'
      ? result.delivery.message
      : undefined;
  }

  async #fail(
    about: ResourceKey,
    resource: Manifest,
    { reason, message }: SyncOutcome,
  ) {
    await this.#context.events.record(resource, {
      type: 'Warning',
      reason,
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
