import { InputError } from '@backstage/errors';
import type { Manifest } from '@syntasso/plugin-ske-common';
import { resourceTypes } from '@syntasso/plugin-ske-node';
import type { ControllerConfig } from '../config/controllerConfig';
import { canRunJobs } from '../config/jobsConfig';
import { OWN_CONTAINERS } from '../entities/lanes';
import { controllerTypes } from '../platform/names';
import type { PlatformApi, Watch } from '../platform/PlatformApi';
import type { OutputId } from '../writers/EntityWriter';
import { stuckContainer, whyJobFailed } from './failure';
import { makeJob, type JobSettings } from './job';
import { makeRecord, outputOfRun, resultIn, resultPatch } from './record';
import { readResult, RESULT_LINES } from './resultLog';
import { nameOfRun, stateOfJob, type Run } from './Run';
import { RunSlots } from './RunSlots';
import { keyOfObjectOf, watchRuns } from './watchRuns';

const { jobs, pods } = resourceTypes;
const { configMaps } = controllerTypes;

/** What containers have made, or how far they are. */
export type RunResult =
  | { kind: 'done'; content: string }
  | { kind: 'running'; message: string }
  /** It is told when it may run. */
  | { kind: 'waiting'; message: string };

interface Working {
  settings: JobSettings;
  jobs: Watch;
  records: Watch;
  slots: RunSlots;
}

/**
 * Runs containers of customizations as Jobs. The same input runs once: its result stays in
 * a ConfigMap, which is the record of the run, until the input is another one or the object
 * is gone.
 */
export class ConfigureRuns {
  readonly #platform: PlatformApi;
  readonly #namespace: string;
  readonly #onChange: (id: OutputId) => void;
  /** Undefined where no Job may be made. */
  readonly #working: Working | undefined;

  /** @param options.onChange - told that a run has begun or ended, or may begin */
  constructor(options: {
    platform: PlatformApi;
    config: Pick<ControllerConfig, 'jobs' | 'namespace'>;
    onChange: (id: OutputId) => void;
  }) {
    const { platform, config, onChange } = options;
    this.#platform = platform;
    this.#namespace = config.namespace;
    this.#onChange = onChange;
    if (!canRunJobs(config.jobs)) return;
    const watches = watchRuns(platform, config.namespace);
    this.#working = {
      settings: config.jobs,
      ...watches,
      slots: new RunSlots({
        most: config.jobs.concurrency,
        countRunning: () => watches.jobs.store.list().filter(isRunning).length,
        wake: onChange,
      }),
    };
  }

  /** What has to be known before anything is done. */
  get watches(): Watch[] {
    return this.#working ? [this.#working.jobs, this.#working.records] : [];
  }

  /** The Promises that there are runs for, or for whose Resources. */
  get promises(): string[] {
    return [...new Set(this.#all().map(({ promise }) => promise))];
  }

  /** What of a Promise has runs. */
  ofPromise(promise: string): OutputId[] {
    return this.watches
      .flatMap(watch => watch.store.byIndex('promise', promise))
      .flatMap(object => outputOfRun(object) ?? []);
  }

  /** Begins to watch. @returns what ends that */
  subscribe(): () => void {
    if (!this.#working) return () => {};
    const { jobs: watched, records, slots } = this.#working;
    const tell = (object: Manifest) => {
      const id = outputOfRun(object);
      if (id) this.#onChange(id);
    };
    const endings = [
      watched.subscribe({
        onChange: ({ object }) => {
          slots.release(object.metadata.name);
          tell(object);
        },
      }),
      records.subscribe({
        // Somebody may want the containers to run again.
        onChange: ({ kind, object }) => {
          if (kind === 'deleted') tell(object);
        },
      }),
    ];
    return () => endings.forEach(end => end());
  }

  /**
   * What the containers have made of the entities. Lets them run where they have not, and
   * removes what is left of other runs for the same object.
   *
   * @throws InputError that names the container that has failed, and the last line of its log.
   */
  async contentOf(run: Run, signal: AbortSignal): Promise<RunResult> {
    if (!this.#working) throw new InputError('Jobs are not enabled.');
    const { settings, jobs: watched, records } = this.#working;
    const name = nameOfRun(run, settings.image);
    const key = { namespace: this.#namespace, name };
    await this.#removeRuns(run.id, name, signal);
    const job = watched.store.get(this.#namespace, name);
    // Thousands may wait: nothing is asked of the platform for those.
    if (!job && !records.store.get(this.#namespace, name)) {
      return this.#begin(run, name, undefined, signal);
    }
    const record = await this.#platform.find(configMaps, key);
    const content = record && resultIn(record);
    if (content !== undefined) return { kind: 'done', content };
    if (!job) return this.#begin(run, name, record, signal);
    if (!record || job.metadata.deletionTimestamp) {
      // Somebody has removed its input; when it is gone it begins again.
      return this.#removeJob(name);
    }
    const state = stateOfJob(job);
    const found = await this.#platform.list(pods, {
      namespace: this.#namespace,
      labelSelector: `job-name=${name}`,
    });
    switch (state.kind) {
      case 'running':
        return {
          kind: 'running',
          message: stuckContainer(found) ?? runningMessage(name),
        };
      case 'failed':
        throw new InputError(
          `${await whyJobFailed(
            this.#platform,
            state.reason,
            found,
          )} (Job ${name} of the customization, which runs again when something changes, or in an hour.)`,
        );
      default:
        return this.#readResult(name, found);
    }
  }

  /** Ends what runs for an object, and forgets what has run. */
  async cancel(id: OutputId, signal: AbortSignal): Promise<void> {
    await this.#removeRuns(id, undefined, signal);
    this.#working?.slots.leave(id);
  }

  async #begin(
    run: Run,
    name: string,
    existing: Manifest | undefined,
    signal: AbortSignal,
  ): Promise<RunResult> {
    const { settings, slots } = this.#working!;
    if (!slots.take(name, run.id)) {
      return {
        kind: 'waiting',
        message: `The containers of the customization wait until one of ${settings.concurrency} other Jobs has ended.`,
      };
    }
    try {
      signal.throwIfAborted();
      const record = existing ?? (await this.#createRecord(run, name));
      const content = resultIn(record);
      if (content !== undefined) {
        slots.release(name);
        return { kind: 'done', content };
      }
      await this.#platform.create(jobs, makeJob(run, record, settings));
    } catch (error) {
      // The watch may not have what is there already.
      if ((error as Error).name !== 'ConflictError') {
        slots.release(name);
        throw error;
      }
    }
    return {
      kind: 'running',
      message: runningMessage(name),
    };
  }

  async #createRecord(run: Run, name: string): Promise<Manifest> {
    const key = { namespace: this.#namespace, name };
    try {
      return await this.#platform.create(configMaps, makeRecord(run, key));
    } catch (error) {
      const isThere = (error as Error).name === 'ConflictError';
      // The watch may not have it: its label may be gone, or the right to watch.
      const found = isThere && (await this.#platform.find(configMaps, key));
      if (!found) throw error;
      return found;
    }
  }

  async #readResult(name: string, found: Manifest[]): Promise<RunResult> {
    const pod = found.find(one => one.status?.phase === 'Succeeded');
    const key = { namespace: this.#namespace, name };
    const log =
      pod &&
      (await this.#platform.log(
        { namespace: this.#namespace, name: pod.metadata.name },
        { container: OWN_CONTAINERS.result, tailLines: RESULT_LINES },
      ));
    // A node is gone, and what was on it: the same runs again.
    if (log === undefined) return this.#removeJob(name);
    const content = readResult(log);
    if (content === undefined) {
      throw new Error(
        `The log of container "${OWN_CONTAINERS.result}" of Job ${name} has no complete result. It is read again; delete the Job to let it run again.`,
      );
    }
    await this.#platform.patch(configMaps, key, resultPatch(content));
    return { kind: 'done', content };
  }

  async #removeJob(name: string): Promise<RunResult> {
    await this.#platform.delete(jobs, { namespace: this.#namespace, name });
    return {
      kind: 'running',
      message: `Job ${name} is removed, and runs again after that.`,
    };
  }

  async #removeRuns(
    id: OutputId,
    stays: string | undefined,
    signal: AbortSignal,
  ) {
    const names = this.watches
      .flatMap(watch => watch.store.byIndex('object', keyOfObjectOf(id)))
      .map(({ metadata }) => metadata.name);
    for (const name of new Set(names)) {
      if (name === stays) continue;
      signal.throwIfAborted();
      const key = { namespace: this.#namespace, name };
      // Not left to Kubernetes, which does it some time after the record.
      await this.#platform.delete(jobs, key);
      await this.#platform.delete(configMaps, key);
      this.#working?.slots.release(name);
    }
  }

  #all(): OutputId[] {
    return this.watches
      .flatMap(watch => watch.store.list())
      .flatMap(object => outputOfRun(object) ?? []);
  }
}

const runningMessage = (name: string) =>
  `Job ${name} runs the containers of the customization.`;

const isRunning = (job: Manifest) => stateOfJob(job).kind === 'running';
