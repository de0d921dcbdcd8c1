import type { Manifest } from '@syntasso/plugin-ske-common';
import { resourceTypes } from '@syntasso/plugin-ske-node';
import type { ResolvedBinding } from '../entities/Binding';
import { generateForPromise } from '../entities/generate';
import { isComplete } from '../platform/watchState';
import type { OutputId } from '../writers/EntityWriter';
import type { BoundPromise } from './Bindings';
import {
  inProgress,
  noApi,
  outcomeOf,
  outcomeOfError,
  type SyncOutcome,
} from './outcome';
import { PromiseReporter } from './PromiseReporter';
import { publishOutput, withdrawOutputs } from './publishOutput';
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
    const { states, queue, apiPatience } = this.#context;
    const { promise, binding, names } = bound;
    const { name } = promise.metadata;
    const { target } = binding;
    const generated = generateForPromise(promise, binding, names);
    if (generated.kind === 'noApi') this.#enqueueResourcesOf(name);
    const result = await publishOutput(
      this.#context,
      {
        id: idOf(name, target.portal),
        names,
        target,
        object: promise,
        plural: resourceTypes.promises.plural,
      },
      generated,
      signal,
    );
    if (result.kind === 'running') return inProgress(result.message);
    if (result.kind === 'noApi') return noApi;
    const { file, delivery } = result;
    await this.#reporter.setEntityUrl(promise, file.component);
    const leftMs = bound.watch ? apiPatience.leftFor(bound.watch) : 0;
    // A watch that begins to work says so itself; that it does not is seen then.
    if (leftMs > 0) queue.addAfter({ kind: 'promise', name }, leftMs);
    return outcomeOf(bound, {
      delivery,
      isApiAwaited: leftMs > 0,
      failures: states.failuresOf(name),
      problems: file.problems,
    });
  }

  /** Removes what was written for a Promise and its Resources. */
  async #release(name: string, signal: AbortSignal) {
    const { bindings, states } = this.#context;
    bindings.unbind(name);
    states.forget(name);
    this.#enqueueResourcesOf(name);
    await withdrawOutputs(this.#context, idOf(name, undefined), signal);
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
