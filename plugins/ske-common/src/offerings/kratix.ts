import { labels } from '../annotations/keys';
import {
  audienceOf,
  componentOptionsOf,
  ownerOf,
} from '../annotations/entityOptions';
import { readConnectGuide, type ReadConnectGuide } from '../connect';
import { specWithHints } from '../form/specWithHints';
import { healthOf, isPromise } from '../health/health';
import { asText, at } from '../kubernetes/json';
import { refOf, type Manifest, type ObjectRef } from '../kubernetes/manifest';
import { oncePerObject } from '../utils/oncePerObject';
import { promiseApiOf } from './promiseApi';
import { offeringTitle } from './titles';
import type { Engine, Offering, OfferingApi, OfferingForm } from './Offering';

/**
 * Kratix, whose offerings are Promises.
 *
 * @public
 */
export const kratix: Engine = {
  name: 'kratix',
  texts: { offering: 'Promise', tag: 'kratix' },
  operations: {
    retry: { [labels.manualReconciliation]: 'true' },
    pause: {
      on: { [labels.paused]: 'true' },
      off: { [labels.paused]: null },
    },
    release: { [labels.workflowSuspended]: null },
    upgrade: true,
  },
  // The environment of pipelines, and what is installed with a Promise.
  hiddenSpecFields: ['workflows', 'dependencies'],
  isDefinition: isPromise,
  offeringOf: oncePerObject(
    (promise: Manifest): Offering => new PromiseOffering(promise),
  ),
  healthOf: resource => healthOf(resource),
  offeringVersionOf: resource => {
    const version = asText(at(resource, 'status', 'promiseVersion'));
    return version === NOT_SET ? undefined : version;
  },
  isPaused: ({ metadata }) => metadata.labels?.[labels.paused] === 'true',
  // Versions of Promises are tried out with Resources of Kratix' own.
  isInternal: ({ metadata }) => metadata.labels?.[labels.dryRun] === 'true',
  catalogChoiceOf: ({ labels: given }) => {
    const value = given?.[labels.backstage];
    if (value === 'true') return 'in';
    return value === 'false' ? 'out' : undefined;
  },
  workloadSelector: (offering, { metadata }) =>
    `${offering}-cr=${metadata.name}`,
};

/** Kratix' word for the version of a Promise that has none. */
const NOT_SET = 'not-set';

/** Names a Promise, in the version of its API that is read here. @public */
export const promiseRef = (name: string): ObjectRef => ({
  apiVersion: 'platform.kratix.io/v1alpha1',
  kind: 'Promise',
  name,
});

/** A Promise. What takes time to read is read when it is used first, and only once. */
class PromiseOffering implements Offering {
  readonly engine = kratix;
  readonly source;
  readonly ref;
  readonly #promise: Manifest;

  constructor(promise: Manifest) {
    this.#promise = promise;
    this.source = { kind: 'definition', definition: promise } as const;
    this.ref = refOf(promise);
  }

  get name(): string {
    return this.#promise.metadata.name;
  }

  get metadata(): Manifest['metadata'] {
    return this.#promise.metadata;
  }

  get title(): string {
    const { title } = componentOptionsOf(this.metadata.annotations);
    return this.#titleWith(title);
  }

  get description(): string {
    const { description } = componentOptionsOf(this.metadata.annotations);
    return description ?? `${this.#titleWith(undefined)} as a Service`;
  }

  #titleWith(componentTitle: string | undefined): string {
    return offeringTitle({
      componentTitle,
      word: this.engine.texts.offering,
      kind: this.api?.kind,
      name: this.name,
    });
  }

  get version(): string | undefined {
    return (
      asText(at(this.#promise, 'status', 'version')) ??
      this.metadata.labels?.[labels.promiseVersion]
    );
  }

  get owner(): string {
    return ownerOf(this.metadata.annotations);
  }

  get audience(): string[] | undefined {
    return audienceOf(this.metadata.annotations);
  }

  get api(): OfferingApi | undefined {
    return apiOf(this.#promise);
  }

  get form(): OfferingForm | undefined {
    return formOf(this.#promise);
  }

  get connect(): ReadConnectGuide {
    return connectGuideOf(this.#promise);
  }

  get health() {
    return promiseHealthOf(this.#promise);
  }

  get isAvailable(): boolean {
    return (
      at(this.#promise, 'status', 'status') === 'Available' &&
      // Its Resources go with it, also new ones.
      this.metadata.deletionTimestamp === undefined
    );
  }
}

const promiseApi = oncePerObject((promise: Manifest) => promiseApiOf(promise));

const apiOf = oncePerObject((promise: Manifest): OfferingApi | undefined => {
  const api = promiseApi(promise);
  return (
    api && {
      group: api.group,
      kind: api.kind,
      served: { version: api.version, plural: api.plural },
      hasSpec: api.hasSpec,
    }
  );
});

const formOf = oncePerObject((promise: Manifest): OfferingForm | undefined => {
  const api = promiseApi(promise);
  if (!api) return undefined;
  const { schema, problems } = specWithHints(promise, api.specSchema);
  const { otherFields, statusSchema: status } = api;
  return { spec: schema, otherFields, status, problems };
});

const connectGuideOf = oncePerObject(
  ({ metadata }: Manifest): ReadConnectGuide =>
    readConnectGuide(metadata.annotations),
);

const promiseHealthOf = oncePerObject((promise: Manifest) => healthOf(promise));
