import { setTimeout as sleep } from 'node:timers/promises';
import {
  asNumber,
  at,
  objectsOf,
  type Manifest,
} from '@syntasso/plugin-ske-common';
import { resourceTypes, type SharedInformer } from '@syntasso/plugin-ske-node';
import type { JsonObject } from '@backstage/types';
import { ignoreIfExists, label, type Cluster } from '../runtime/Cluster';
import type { Key } from '../runtime/Controller';
import { KRATIX, now } from '../runtime/names';
import { isJobSuspended, resultOfJob } from '../workflow/jobs';
import { removePods } from '../workflow/removeJobs';
import { LogServer } from './LogServer';
import {
  setJobEnded,
  setJobSuspended,
  NODE,
  podOf,
  waitingStatusOf,
} from './pod';
import { PodFolder } from './PodFolder';
import type { Programs } from './Program';
import { runContainer, type Adapter, type PodRun } from './runContainer';

const RETRY_SECONDS = 1;

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
  readonly #node: string;
  readonly #programs: Programs;
  readonly #logs = new LogServer();
  /** What stops the Pod of each Job that was started; one that has ended stays here. */
  readonly #started = new Map<string, AbortController>();

  constructor(options: {
    cluster: Cluster;
    jobs: SharedInformer;
    adapter: Adapter;
    signal: AbortSignal;
    /** 2 means waits take half as long. */
    speed: number;
    say: (text: string) => void;
    /** Its Node; another one for each kubelet on an API server. */
    node?: string;
    /** What runs in the place of images. */
    programs?: Programs;
  }) {
    this.#cluster = options.cluster;
    this.#jobs = options.jobs;
    this.#adapter = options.adapter;
    this.#signal = options.signal;
    this.#speed = options.speed;
    this.#say = options.say;
    this.#node = options.node ?? NODE;
    this.#programs = options.programs ?? {};
  }

  async start() {
    const port = await this.#logs.start();
    this.#signal.addEventListener('abort', () => this.#logs.stop());
    const { client } = this.#cluster;
    await client
      .create(resourceTypes.nodes, {
        apiVersion: 'v1',
        kind: 'Node',
        metadata: { name: this.#node },
      })
      .catch(ignoreIfExists);
    await this.#cluster.updateStatus(
      resourceTypes.nodes,
      { name: this.#node },
      status => {
        status.addresses = [{ type: 'InternalIP', address: '127.0.0.1' }];
        status.daemonEndpoints = { kubeletEndpoint: { Port: port } };
        status.conditions = [
          { type: 'Ready', status: 'True', reason: 'Simulated', message: '' },
        ];
      },
    );
  }

  /**
   * Runs a Job once; one that a killed simulator left is run again. The Pod of one that
   * is suspended or gone is stopped.
   */
  async reconcile(key: Key): Promise<void> {
    const job = this.#jobs.store.get(key.namespace, key.name);
    const id = `${key.namespace}/${key.name}`;
    if (!job || job.metadata.deletionTimestamp) {
      this.#stop(id);
      return;
    }
    if (resultOfJob(job)) return;
    if (isJobSuspended(job)) {
      this.#stop(id);
      await this.#suspend(job);
      return;
    }
    if (this.#started.has(id)) return;
    const stop = new AbortController();
    this.#started.set(id, stop);
    const signal = AbortSignal.any([this.#signal, stop.signal]);
    // Not awaited: a long Job must not block the queue.
    void this.#run(job, signal).catch(async error => {
      if (signal.aborted) return;
      this.#started.delete(id);
      this.#say(`Job ${key.name}: ${(error as Error).message}`);
      // The API server was away, or somebody removed the Job.
      await this.#wait(RETRY_SECONDS, this.#signal);
      await this.reconcile(key);
    });
  }

  #stop(id: string) {
    this.#started.get(id)?.abort();
    this.#started.delete(id);
  }

  /** Removes the Pods of a suspended Job, and says so, as the Job controller does. */
  async #suspend(job: Manifest) {
    const conditions = objectsOf(at(job, 'status', 'conditions'));
    if (conditions.some(c => c.type === 'Suspended')) return;
    await removePods(this.#cluster, job);
    await this.#setJob(job, status => {
      if (!resultOfJob({ ...job, status })) setJobSuspended(status);
    });
  }

  async #run(job: Manifest, signal: AbortSignal) {
    const { client } = this.#cluster;
    const pod = await client.create(resourceTypes.pods, podOf(job, this.#node));
    signal.throwIfAborted();
    const folder = await this.#prepareFolder(pod);
    try {
      await this.#runPod(job, pod, folder, signal);
    } finally {
      await folder?.remove();
    }
  }

  /** Only programs have files. */
  async #prepareFolder(pod: Manifest): Promise<PodFolder | undefined> {
    return Object.keys(this.#programs).length > 0
      ? PodFolder.prepare(this.#cluster, pod)
      : undefined;
  }

  async #runPod(
    job: Manifest,
    pod: Manifest,
    folder: PodFolder | undefined,
    signal: AbortSignal,
  ) {
    const { namespace = '' } = pod.metadata;
    const key = { namespace, name: pod.metadata.name };
    const startTime = now();
    await this.#setJob(job, status => {
      Object.assign(status, { startTime, active: 1, ready: 0 });
    });

    const run: PodRun = {
      job,
      pod: key,
      attempt: this.#countAttempts(job),
      outcome: { status: {}, files: [], destinations: [], suspend: undefined },
      logs: this.#logs,
      adapter: this.#adapter,
      folder,
      programs: this.#programs,
      signal,
      wait: seconds => this.#wait(seconds, signal),
    };
    const containers = [
      ...objectsOf(at(pod, 'spec', 'initContainers')),
      ...objectsOf(at(pod, 'spec', 'containers')),
    ];
    const states = containers.map(waitingStatusOf);
    const report = async (phase: string) => {
      signal.throwIfAborted();
      await this.#cluster.updateStatus(resourceTypes.pods, key, status => {
        const inits = containers.length - 1;
        Object.assign(status, {
          phase,
          startTime,
          initContainerStatuses: structuredClone(states.slice(0, inits)),
          containerStatuses: structuredClone(states.slice(inits)),
        });
      });
    };

    // A container that may not be started again ends its Pod, and here its Job, too.
    const retries =
      at(pod, 'spec', 'restartPolicy') === 'Never'
        ? 0
        : asNumber(at(job, 'spec', 'backoffLimit')) ?? 6;
    for (const [index, container] of containers.entries()) {
      const state = states[index];
      for (let exit = -1, restarts = 0; exit !== 0; restarts++) {
        const startedAt = now();
        state.state = { running: { startedAt } };
        state.restartCount = restarts;
        await report('Pending');
        exit = await runContainer(run, container);
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
        if (exit !== 0) await run.wait(0.3);
      }
    }
    await report('Succeeded');
    await this.#setJob(job, status => setJobEnded(status, 'Complete'));
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

  async #wait(seconds: number, signal: AbortSignal) {
    await sleep((seconds * 1000) / this.#speed, undefined, { signal });
  }
}
