import { setTimeout as sleep } from 'node:timers/promises';
import {
  asNumber,
  asText,
  at,
  objectsOf,
  type Manifest,
} from '@syntasso/plugin-ske-common';
import { resourceTypes, type SharedInformer } from '@syntasso/plugin-ske-node';
import type { JsonObject } from '@backstage/types';
import { ignoreIfExists, label, type Cluster } from '../runtime/Cluster';
import type { Key } from '../runtime/Controller';
import { KRATIX, now } from '../runtime/names';
import { resultOfJob } from '../workflow/jobs';
import { LogServer } from './LogServer';
import { setJobEnded, NODE, podOf, waitingStatusOf } from './pod';
import { readScript, runScript, type PodOutput } from './script';

/** What Kratix's own containers in a Pod do; the kubelet has no images to run. */
export interface Adapter {
  /** `/kratix/input/object.yaml` */
  read(job: Manifest): Promise<JsonObject>;
  writeWork(job: Manifest, outcome: PodOutput): Promise<void>;
  writeStatus(job: Manifest, outcome: PodOutput): Promise<void>;
}

const RETRY_SECONDS = 1;
const KRATIX_CONTAINERS = ['reader', 'work-writer', 'status-writer'];

/**
 * A kubelet that runs the Pods of Jobs: the script of each container, with status and
 * logs as a real kubelet reports them. It does the Job controller's work too, which an
 * API server alone lacks.
 */
export class Kubelet {
  readonly #cluster: Cluster;
  readonly #jobs: SharedInformer;
  readonly #adapter: Adapter;
  readonly #signal: AbortSignal;
  readonly #speed: number;
  readonly #say: (text: string) => void;
  readonly #logs = new LogServer();
  readonly #started = new Set<string>();

  constructor(options: {
    cluster: Cluster;
    jobs: SharedInformer;
    adapter: Adapter;
    signal: AbortSignal;
    /** 2 means waits take half as long. */
    speed: number;
    say: (text: string) => void;
  }) {
    this.#cluster = options.cluster;
    this.#jobs = options.jobs;
    this.#adapter = options.adapter;
    this.#signal = options.signal;
    this.#speed = options.speed;
    this.#say = options.say;
  }

  async start() {
    const port = await this.#logs.start();
    this.#signal.addEventListener('abort', () => this.#logs.stop());
    const { client } = this.#cluster;
    await client
      .create(resourceTypes.nodes, {
        apiVersion: 'v1',
        kind: 'Node',
        metadata: { name: NODE },
      })
      .catch(ignoreIfExists);
    await this.#cluster.updateStatus(
      resourceTypes.nodes,
      { name: NODE },
      status => {
        status.addresses = [{ type: 'InternalIP', address: '127.0.0.1' }];
        status.daemonEndpoints = { kubeletEndpoint: { Port: port } };
        status.conditions = [
          { type: 'Ready', status: 'True', reason: 'Simulated', message: '' },
        ];
      },
    );
  }

  /** Runs a Job once; one that a killed simulator left is run again. */
  async reconcile(key: Key): Promise<void> {
    const job = this.#jobs.store.get(key.namespace, key.name);
    if (
      !job?.metadata.uid ||
      resultOfJob(job) ||
      job.metadata.deletionTimestamp
    ) {
      return;
    }
    if (this.#started.has(job.metadata.uid)) return;
    this.#started.add(job.metadata.uid);
    // Not awaited: a long Job must not block the queue.
    void this.#run(job).catch(async error => {
      this.#started.delete(job.metadata.uid!);
      if (this.#signal.aborted) return;
      this.#say(`Job ${key.name}: ${(error as Error).message}`);
      // The API server was away, or somebody removed the Job.
      await this.#wait(RETRY_SECONDS);
      await this.reconcile(key);
    });
  }

  async #run(job: Manifest) {
    const { client } = this.#cluster;
    const namespace = job.metadata.namespace!;
    const pod = await client.create(resourceTypes.pods, podOf(job));
    const key = { namespace, name: pod.metadata.name };
    const startTime = now();
    await this.#setJob(job, status => {
      Object.assign(status, { startTime, active: 1, ready: 0 });
    });

    const outcome: PodOutput = {
      status: {},
      files: [],
      destinations: [],
      suspend: undefined,
    };
    const containers = [
      ...objectsOf(at(pod, 'spec', 'initContainers')),
      ...objectsOf(at(pod, 'spec', 'containers')),
    ];
    const states = containers.map(waitingStatusOf);
    const report = (phase: string) =>
      this.#cluster.updateStatus(resourceTypes.pods, key, status => {
        const inits = containers.length - 1;
        Object.assign(status, {
          phase,
          startTime,
          initContainerStatuses: structuredClone(states.slice(0, inits)),
          containerStatuses: structuredClone(states.slice(inits)),
        });
      });

    const attempt = this.#countAttempts(job);
    const retries = asNumber(at(job, 'spec', 'backoffLimit')) ?? 6;
    for (const [index, container] of containers.entries()) {
      const state = states[index];
      for (let exit = -1, restarts = 0; exit !== 0; restarts++) {
        const startedAt = now();
        state.state = { running: { startedAt } };
        state.restartCount = restarts;
        await report('Pending');
        exit = await this.#container(job, key, container, attempt, outcome);
        state.state = {
          terminated: {
            exitCode: exit,
            reason: exit === 0 ? 'Completed' : 'Error',
            startedAt,
            finishedAt: now(),
          },
        };
        if (exit !== 0 && restarts >= retries) {
          await report('Failed');
          await this.#setJob(job, status => setJobEnded(status, 'Failed'));
          return;
        }
        if (exit !== 0) await this.#wait(0.3);
      }
    }
    await report('Succeeded');
    await this.#setJob(job, status => setJobEnded(status, 'Complete'));
  }

  async #container(
    job: Manifest,
    pod: { namespace: string; name: string },
    container: JsonObject,
    attempt: number,
    outcome: PodOutput,
  ): Promise<number> {
    const name = asText(container.name) ?? '';
    const log = this.#logs.open(pod.namespace, pod.name, name);
    try {
      if (KRATIX_CONTAINERS.includes(name)) {
        await this.#kratixContainer(name, job, outcome, log.write);
        return 0;
      }
      const script = objectsOf(container.env).find(
        e => e.name === 'SIMULATION',
      )?.value;
      return await runScript({
        script: readScript(asText(script)),
        object: await this.#adapter.read(job),
        attempt,
        outcome,
        log: log.write,
        wait: seconds => this.#wait(seconds),
      });
    } catch (error) {
      if (this.#signal.aborted) throw error;
      log.write(`error: ${(error as Error).message}`);
      return 1;
    } finally {
      log.end();
    }
  }

  async #kratixContainer(
    name: string,
    job: Manifest,
    outcome: PodOutput,
    write: (line: string) => void,
  ) {
    if (name === 'reader') {
      await this.#adapter.read(job);
      write('object written to /kratix/input/object.yaml');
    } else if (name === 'work-writer') {
      if (outcome.suspend) {
        write('workflow suspended: no Work written');
        return;
      }
      await this.#adapter.writeWork(job, outcome);
      write(`${outcome.files.length} file(s) written to the Work`);
    } else {
      await this.#adapter.writeStatus(job, outcome);
      write('status written');
    }
  }

  /** How often this pipeline has run for this object, with this run. */
  #countAttempts(job: Manifest): number {
    const same = (name: string) => (other: Manifest) =>
      label(other, name) === label(job, name);
    return this.#jobs.store
      .list()
      .filter(same(`${KRATIX}promise-name`))
      .filter(same(`${KRATIX}resource-name`))
      .filter(same(`${KRATIX}pipeline-name`))
      .filter(other => other.metadata.namespace === job.metadata.namespace)
      .length;
  }

  async #setJob(job: Manifest, change: (status: JsonObject) => void) {
    const { namespace, name } = job.metadata;
    await this.#cluster.updateStatus(
      resourceTypes.jobs,
      { namespace, name },
      change,
    );
  }

  async #wait(seconds: number) {
    await sleep((seconds * 1000) / this.#speed, undefined, {
      signal: this.#signal,
    });
  }
}
