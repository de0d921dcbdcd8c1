import { setTimeout as sleep } from 'node:timers/promises';
import { KubeConfig } from '@kubernetes/client-node';
import {
  Discovery,
  ifNotFound,
  KubernetesClient,
} from '@syntasso/plugin-ske-node';
import {
  manifestSchema,
  refOf,
  subjectKey,
  type ObjectRef,
} from '@syntasso/plugin-ske-common';
import type { GiteaRepository } from '@internal/testbed';
import { parse } from 'yaml';

const SYNC_EVERY_MS = 1_000;

/**
 * Does what Flux or Argo CD do: applies the manifests on a repository's branch `main`
 * to the cluster, and deletes the objects whose manifests were removed.
 */
export class GitOpsAgent {
  readonly #repository: GiteaRepository;
  readonly #client: KubernetesClient;
  readonly #discovery: Discovery;
  readonly #say: (text: string) => void;
  readonly #applied = new Map<string, ObjectRef>();
  readonly #stop = new AbortController();
  #running: Promise<void> | undefined;
  #lastReported = '';

  constructor(options: {
    repository: GiteaRepository;
    kubeconfig: string;
    say: (text: string) => void;
  }) {
    const kubeConfig = new KubeConfig();
    kubeConfig.loadFromFile(options.kubeconfig);
    this.#repository = options.repository;
    this.#client = new KubernetesClient(kubeConfig);
    this.#discovery = new Discovery(this.#client);
    this.#say = options.say;
  }

  start() {
    this.#running ??= this.#run();
  }

  async stop() {
    this.#stop.abort();
    await this.#running;
  }

  async #run() {
    while (!this.#stop.signal.aborted) {
      await this.#sync().catch(error => this.#reportOnce(error.message));
      await sleep(SYNC_EVERY_MS, undefined, {
        signal: this.#stop.signal,
      }).catch(() => {});
    }
  }

  /** Reports an error once, however often it recurs. */
  #reportOnce(message: string) {
    if (message === this.#lastReported) return;
    this.#lastReported = message;
    this.#say(`agent: ${message}`);
  }

  async #sync() {
    const wanted = new Set<string>();
    for (const path of await this.#repository.files()) {
      if (!/\.ya?ml$/.test(path)) continue;
      const read = manifestSchema.safeParse(
        parse((await this.#repository.read(path)) ?? ''),
      );
      if (!read.success) continue;
      const ref = refOf(read.data);
      const key = subjectKey({ kind: 'resource', ref });
      wanted.add(key);
      await this.#client.apply(await this.#typeOf(ref), read.data, {
        fieldManager: 'agent',
        force: true,
      });
      this.#applied.set(key, ref);
    }
    for (const [key, ref] of this.#applied) {
      if (wanted.has(key)) continue;
      await this.#client.delete(await this.#typeOf(ref), ref).catch(ifNotFound);
      this.#applied.delete(key);
    }
  }

  #typeOf(ref: ObjectRef) {
    return this.#discovery.resolve(ref.apiVersion, ref.kind);
  }
}
