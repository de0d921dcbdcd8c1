import {
  annotations,
  at,
  conditionsOf,
  conditionTypes,
  type Manifest,
} from '@syntasso/plugin-ske-common';
import { resourceTypes } from '@syntasso/plugin-ske-node';
import type { ResolvedBinding } from '../entities/Binding';
import type { WantedCondition } from '../status/ConditionWriter';
import type { SyncOutcome } from './outcome';
import type { SyncContext } from './SyncContext';

type Labelled = Exclude<ResolvedBinding, { kind: 'unbound' }>;

const CONDITION_TYPES = Object.values(conditionTypes);

/** Says on a Promise, in Events and in the read API how its entities are kept. */
export class PromiseReporter {
  readonly #context: SyncContext;

  constructor(context: SyncContext) {
    this.#context = context;
  }

  /** @param outcome - undefined where the labels bind it to nothing */
  async report(
    promise: Manifest,
    resolved: Labelled,
    outcome: SyncOutcome | undefined,
  ): Promise<void> {
    const { name } = promise.metadata;
    const binding = bindingCondition(resolved);
    const { states } = this.#context;
    states.set(name, {
      portal:
        resolved.kind === 'bound' ? resolved.binding.target.portal : undefined,
      binding,
      sync: outcome,
    });
    const wanted: WantedCondition[] = [
      { type: conditionTypes.portalBinding, ...binding },
      ...(outcome ? [{ type: conditionTypes.portalSync, ...outcome }] : []),
    ];
    for (const condition of wanted) await this.#recordEvent(promise, condition);
    await this.#setConditions(
      promise,
      wanted,
      outcome ? [] : [conditionTypes.portalSync],
    );
  }

  /** Takes away what was said of a Promise that has no label any more. */
  async clear(promise: Manifest): Promise<void> {
    const { name } = promise.metadata;
    this.#context.states.forget(name);
    await this.#setConditions(promise, [], CONDITION_TYPES);
    await this.setEntityUrl(promise, undefined);
  }

  /** Says on the Promise where its entity is. */
  async setEntityUrl(
    promise: Manifest,
    component: { namespace: string; name: string } | undefined,
  ): Promise<void> {
    const { platform, config } = this.#context;
    const base = config.backstage.baseUrl?.replace(/\/+$/, '') ?? '';
    const url =
      component &&
      // Recipes may have given it any name.
      `${base}/catalog/${encodeURIComponent(
        component.namespace,
      )}/component/${encodeURIComponent(component.name)}`;
    const { name, annotations: given } = promise.metadata;
    if (given?.[annotations.portalEntityUrl] === url) return;
    await platform.patch(
      resourceTypes.promises,
      { name },
      {
        metadata: {
          annotations: { [annotations.portalEntityUrl]: url ?? null },
        },
      },
    );
  }

  async #recordEvent(
    promise: Manifest,
    { type, status, reason, message }: WantedCondition,
  ) {
    if (status === 'Unknown') return;
    // That all is well is news only once, also after a restart.
    const isKnown = conditionsOf(promise).some(
      one => one.type === type && one.reason === reason,
    );
    if (status === 'True' && isKnown) return;
    await this.#context.events.record(promise, {
      type: status === 'True' ? 'Normal' : 'Warning',
      reason,
      note: message,
    });
  }

  async #setConditions(
    promise: Manifest,
    wanted: WantedCondition[],
    remove: string[],
  ) {
    const { conditions, queue } = this.#context;
    const result = await conditions.set(
      resourceTypes.promises,
      promise,
      wanted,
      { remove, canTake: hasStatusOfKratix },
    );
    if (result === 'waiting') {
      // Kratix writes the status first; that change comes by the watch, too.
      const { name } = promise.metadata;
      queue.addAfter({ kind: 'promise', name }, 30_000);
    }
  }
}

function bindingCondition(resolved: Labelled): Omit<WantedCondition, 'type'> {
  return resolved.kind === 'bound'
    ? {
        status: 'True',
        reason: 'BindingResolved',
        message: resolved.message,
      }
    : { status: 'False', reason: resolved.reason, message: resolved.message };
}

/** The CRD asks for this field in each status; Kratix writes it, and nobody else. */
const hasStatusOfKratix = (promise: Manifest) =>
  at(promise, 'status', 'workflows') !== undefined;
