import {
  findErrorLine,
  findTerminationCause,
  isWorkflowFailure,
  withCause,
  type ErrorLineRule,
  type Health,
  type Manifest,
  type OfferedResource,
  type Offering,
} from '@syntasso/plugin-ske-common';
import type { KubernetesClient } from '@syntasso/plugin-ske-node';
import pLimit from 'p-limit';
import { withoutControlSequences } from '../redaction/controlSequences';
import { maskText } from '../redaction/maskText';
import { secretsOfResource } from '../redaction/secrets';
import type {
  ClusterEngine,
  FailedContainer,
  FailedRun,
  FailedSubject,
  Watches,
} from './ClusterEngine';
import type { Watch, WatchListener } from './LiveSource';

const TAIL_LINES = 200;
const READ_AT_ONCE = 4;
/** Most runs whose causes are kept; the oldest ones are forgotten. */
const MOST_KEPT = 1_000;
/** A log that could not be read is asked for again after this time. */
const AGAIN_AFTER_MS = 30_000;

/** What is known of a run. */
interface KnownCause {
  /** Which attempt of which container it is of. */
  attempt: string;
  cause: string | undefined;
  /** Resolves when the log is read. */
  isRead: Promise<void>;
  readAgainAt: number;
}

/**
 * Why workflows failed, in the words of the containers that did: their termination
 * message, else the line of their log that sounds like it. Each log is read once, when
 * somebody looks at the page of what has failed, or a request ends. It is read with
 * the credential of the watches, and kept without secrets.
 *
 * Kubernetes deletes the Pod of a Job that has failed for good, if its containers were
 * tried again in it. So the cause of an attempt is read while the run goes on, and kept by
 * the Job.
 */
export class FailureCauses implements Watch {
  readonly #watches: Watches;
  readonly #client: KubernetesClient;
  readonly #engineOf: (offering: Offering) => ClusterEngine;
  readonly #namespaces: readonly string[] | undefined;
  readonly #rules: readonly ErrorLineRule[];
  readonly #known = new Map<string, KnownCause>();
  readonly #listeners = new Set<WatchListener>();
  readonly #readLimit = pLimit(READ_AT_ONCE);

  /**
   * @param options.rules - of the platform team; they come first
   * @param options.namespaces - that the credential may read; default: all
   */
  constructor(options: {
    watches: Watches;
    client: KubernetesClient;
    engineOf: (offering: Offering) => ClusterEngine;
    namespaces?: readonly string[];
    rules?: readonly ErrorLineRule[];
  }) {
    this.#watches = options.watches;
    this.#client = options.client;
    this.#engineOf = options.engineOf;
    this.#namespaces = options.namespaces;
    this.#rules = options.rules ?? [];
  }

  /** Calls the listener with an object of which a cause was read. @returns ends it */
  subscribe(listener: WatchListener): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /**
   * The health on a page, with the cause as far as it is known. One that is not is read;
   * listeners are told when it is.
   */
  observe(subject: FailedSubject, health: Health): Health {
    const { offering } = subject;
    const run = this.#engineOf(offering).failedRun?.(this.#watches, subject);
    if (!run) return health;
    const cause = this.#find(run, subject)?.cause ?? run.message;
    return cause === undefined ? health : withCause(health, cause);
  }

  /** The health in the history of a request: waits until its cause is read. */
  async read(offered: OfferedResource, health: Health): Promise<Health> {
    if (!isWorkflowFailure(health.reason)) return health;
    const { offering, resource } = offered;
    const namespace = this.#namespaces && resource.metadata.namespace;
    const run = await this.#engineOf(offering)
      .readFailedRun?.(this.#client, offered, namespace)
      // It failed, whether or not the credential may know more.
      .catch(() => undefined);
    if (!run) return health;
    const known = this.#find(run, offered);
    await known?.isRead;
    const cause = known?.cause ?? run.message;
    return cause === undefined ? health : withCause(health, cause);
  }

  /** What is known of a run; begins to read what is not. */
  #find(run: FailedRun, subject: FailedSubject): KnownCause | undefined {
    const { uid, namespace, name } = run.job.metadata;
    const key = uid ?? `${namespace}/${name}`;
    const known = this.#known.get(key);
    const { container } = run;
    if (!container) return known;
    const attempt = attemptOf(container);
    if (known?.attempt === attempt && Date.now() < known.readAgainAt) {
      return known;
    }
    const secrets = secretsOf(subject);
    const told = this.#causeInStatus(container, secrets);
    const next: KnownCause = {
      attempt,
      // Until it is known what this attempt says, that of the one before stands.
      cause: told ?? known?.cause,
      isRead: Promise.resolve(),
      readAgainAt: Infinity,
    };
    this.#keep(key, next);
    if (told === undefined) {
      next.isRead = this.#readLog(container, secrets).then(
        cause => {
          if (cause === undefined || cause === next.cause) return;
          next.cause = cause;
          this.#listeners.forEach(listener =>
            listener.onChange({ object: objectOf(subject) }),
          );
        },
        // The page shows the log itself, and says there why it cannot be read.
        () => {
          next.readAgainAt = Date.now() + AGAIN_AFTER_MS;
        },
      );
    }
    return next;
  }

  #keep(key: string, known: KnownCause) {
    this.#known.delete(key);
    this.#known.set(key, known);
    const [oldestKey] = this.#known.keys();
    if (this.#known.size > MOST_KEPT) this.#known.delete(oldestKey);
  }

  #causeInStatus(
    { message, reason }: FailedContainer,
    secrets: string[],
  ): string | undefined {
    const told =
      message &&
      findTerminationCause(
        maskText(withoutControlSequences(message), secrets),
        this.#rules,
      );
    if (told) return told;
    return reason === 'OOMKilled' ? 'out of memory (OOMKilled)' : undefined;
  }

  async #readLog(
    { pod, name, isTriedAgain }: FailedContainer,
    secrets: string[],
  ): Promise<string | undefined> {
    const { namespace = 'default', name: podName } = pod.metadata;
    const text = await this.#readLimit(() =>
      this.#client.log(
        { namespace, name: podName },
        { container: name, tailLines: TAIL_LINES, previous: isTriedAgain },
      ),
    );
    const plain = withoutControlSequences(text);
    return findErrorLine(maskText(plain, secrets), this.#rules);
  }
}

const attemptOf = ({ pod, name, restarts }: FailedContainer): string =>
  `${pod.metadata.uid ?? pod.metadata.name} ${name} ${restarts}`;

const secretsOf = ({ offering, resource }: FailedSubject): string[] =>
  resource ? secretsOfResource(resource, offering) : [];

/** What listeners compare with the object of their page. */
function objectOf({ offering, resource }: FailedSubject): Manifest {
  if (resource) return resource;
  const { apiVersion, kind } = offering.ref;
  return { apiVersion, kind, metadata: offering.metadata };
}
