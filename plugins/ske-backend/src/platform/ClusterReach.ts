import type { LoggerService } from '@backstage/backend-plugin-api';
import { isError } from '@backstage/errors';
import { asText, at, Backoff } from '@syntasso/plugin-ske-common';
import type { KubernetesClient } from '@syntasso/plugin-ske-node';

type VersionClient = Pick<KubernetesClient, 'raw'>;

/** A host that swallows packets must not keep the log silent for as long as a request may take. */
const LOOK_MS = 5_000;
const RETRIES = { firstMs: 5_000, longestMs: 60_000 };

/**
 * The version of the API server: it has no rights to check, so that it fails only where
 * the way to the cluster or the credential is wrong.
 *
 * @param withinMs - default: as for all requests
 */
export const askVersion = async (
  client: VersionClient,
  withinMs?: number,
): Promise<string> =>
  asText(
    at(await client.raw('/version', 'ask its version', withinMs), 'gitVersion'),
  ) ?? '?';

/** Looks whether the API server answers, and tells the log when it does not, and when it does again. */
export class ClusterReach {
  readonly #client: VersionClient;
  readonly #logger: Pick<LoggerService, 'info' | 'warn'>;
  readonly #name: string;
  readonly #backoff = new Backoff(RETRIES);
  /** What the log has of the time that it is away now, or had before the first look. */
  readonly #toldReasons: Set<string>;
  #running: Promise<boolean> | undefined;
  /** Runs while it is away, until the next look. */
  #retryTimer: NodeJS.Timeout | undefined;
  #isStopped = false;

  /** @param notes - what the log has already of why it cannot be reached */
  constructor(
    client: VersionClient,
    options: {
      name: string;
      logger: Pick<LoggerService, 'info' | 'warn'>;
      notes: string[];
    },
  ) {
    this.#client = client;
    this.#name = options.name;
    this.#logger = options.logger;
    this.#toldReasons = new Set(options.notes);
  }

  /**
   * Whether it answers. While it is known to be away it is not asked: that is done by
   * itself, until it answers. Never rejects.
   */
  async check(): Promise<boolean> {
    if (this.#isStopped || this.#retryTimer) return false;
    this.#running ??= this.#look().finally(() => {
      this.#running = undefined;
    });
    return this.#running;
  }

  /** Ends all looks for good. */
  stop() {
    this.#isStopped = true;
    clearTimeout(this.#retryTimer);
  }

  async #look(): Promise<boolean> {
    try {
      await askVersion(this.#client, LOOK_MS);
    } catch (error) {
      if (this.#isStopped) return false;
      this.#tell(isError(error) ? error.message : String(error));
      this.#retryTimer = setTimeout(() => {
        this.#retryTimer = undefined;
        void this.check();
      }, this.#backoff.fail());
      this.#retryTimer.unref();
      return false;
    }
    if (this.#backoff.failures > 0 && !this.#isStopped) {
      this.#logger.info(`SKE platform: ${this.#name} answers now`);
    }
    this.#backoff.reset();
    this.#toldReasons.clear();
    return true;
  }

  /** Each reason once: another one is news, the same one is not. */
  #tell(reason: string) {
    if ([...this.#toldReasons].some(told => reason.endsWith(told))) return;
    this.#toldReasons.add(reason);
    this.#logger.warn(
      `SKE platform: ${
        this.#name
      } cannot be read. ${reason} It is tried again until it works.`,
    );
  }
}
