import type { Manifest } from '@syntasso/plugin-ske-common';
import { resourceTypes } from '@syntasso/plugin-ske-node';
import type { ResolvedBinding } from '../entities/Binding';
import { generateForPromise } from '../entities/generate';
import { isComplete } from '../platform/watchState';
import type { OutputId } from '../writers/EntityWriter';
import type { BoundPromise } from './Bindings';
import { completeFile } from './completeFile';
import {
  inProgress,
  noApi,
  outcomeOf,
  outcomeOfError,
  type SyncOutcome,
} from './outcome';
import { pathOfOutput } from './paths';
import { PromiseReporter } from './PromiseReporter';
import type { SyncContext } from './SyncContext';
import { keyOfObject, keyOfResource, type SyncKey } from './SyncKey';

/** Writes the entities of a Promise as long as its labels ask for them. */
export class PromiseReconciler {
  readonly #context: SyncContext;
  readonly #reporter: PromiseReporter;

  constructor(context: SyncContext) {
    this.#context = context;
    this.#reporter = new PromiseReporter(context);
  }

  /** @throws what kept it from being written, after that was said on the Promise. */
  async reconcile(name: string, signal: AbortSignal): Promise<void> {
    const { promises, bindings, resolve } = this.#context;
    const promise = promises.store.get(undefined, name);
    if (!promise && !isComplete(promises)) return;
    const resolved = promise && resolve(promise);
    if (
      !promise ||
      !resolved ||
      promise.metadata.deletionTimestamp ||
      resolved.kind === 'unbound'
    ) {
      await this.#release(name, signal);
      if (promise && resolved?.kind === 'unbound') {
        await this.#reporter.clear(promise);
      }
      return;
    }
    if (resolved.kind === 'failed') {
      // What was written stays: a mistake in a label must not empty a catalog.
      bindings.unbind(name);
      await this.#reporter.report(promise, resolved, undefined);
      return;
    }
    await this.#write(promise, resolved, signal);
  }

  async #write(
    promise: Manifest,
    resolved: Extract<ResolvedBinding, { kind: 'bound' }>,
    signal: AbortSignal,
  ) {
    const { bindings, enqueue, recall } = this.#context;
    let outcome: SyncOutcome;
    try {
      await recall.ensure(signal);
      const { bound, isChanged } = bindings.bind(promise, resolved.binding);
      if (isChanged) enqueue(keysOfResources(bound));
      outcome = await this.#writeBound(bound, signal);
    } catch (error) {
      signal.throwIfAborted();
      await this.#reporter.report(promise, resolved, outcomeOfError(error));
      throw error;
    }
    await this.#reporter.report(promise, resolved, outcome);
  }

  async #writeBound(
    bound: BoundPromise,
    signal: AbortSignal,
  ): Promise<SyncOutcome> {
    const { outputs, states, queue, apiPatience } = this.#context;
    const { promise, binding, names } = bound;
    const { name } = promise.metadata;
    const { target } = binding;
    const key: SyncKey = { kind: 'promise', name };
    const id = idOf(name, target.portal);
    const file = await completeFile(
      this.#context,
      { id, object: promise, plural: resourceTypes.promises.plural },
      generateForPromise(promise, binding, names),
      signal,
    );
    // What was written before stays until there is something new.
    if (file.kind === 'running') return inProgress(file.message);
    if (file.kind === 'noApi') {
      this.#enqueueResourcesOf(name);
      await outputs.removeOthers(key, undefined, signal);
      return noApi;
    }
    await outputs.write(
      {
        id,
        names,
        path: pathOfOutput(id, target),
        content: file.content,
        destinationSelectors: target.destinationSelectors,
      },
      signal,
    );
    await outputs.removeOthers(key, id, signal);
    await this.#reporter.setEntityUrl(promise, file.component);
    const delivery = await outputs.deliveryOf(id, signal);
    const leftMs = bound.watch ? apiPatience.leftFor(bound.watch) : 0;
    // A watch that begins to work says so itself; that it does not is seen then.
    if (leftMs > 0) queue.addAfter(key, leftMs);
    return outcomeOf(bound, {
      delivery,
      isApiAwaited: leftMs > 0,
      failures: states.failuresOf(name),
      problems: file.problems,
    });
  }

  /** Removes what was written for a Promise and its Resources. */
  async #release(name: string, signal: AbortSignal) {
    const { bindings, states, outputs, names, runs } = this.#context;
    bindings.unbind(name);
    states.forget(name);
    this.#enqueueResourcesOf(name);
    const key: SyncKey = { kind: 'promise', name };
    await runs.cancel(idOf(name, undefined), signal);
    await outputs.removeOthers(key, undefined, signal);
    names.forget(key);
  }

  /** Lets Resources be reconciled that something is written for, or runs for. */
  #enqueueResourcesOf(name: string) {
    const { outputs, runs, enqueue } = this.#context;
    const keys = [
      ...outputs.ofPromise(name),
      ...runs.ofPromise(name).map(keyOfObject),
    ];
    enqueue(keys.filter(({ kind }) => kind === 'resource'));
  }
}

const idOf = (promise: string, portal: string | undefined): OutputId => ({
  kind: 'promise',
  portal,
  promise,
});

/** The Resources of a Promise that are there. */
const keysOfResources = ({ promise, watch }: BoundPromise): SyncKey[] =>
  (watch?.store.list() ?? []).map(resource =>
    keyOfResource(promise.metadata.name, resource),
  );
