import { asText, objectsOf, type Manifest } from '@syntasso/plugin-ske-common';
import type { JsonObject } from '@backstage/types';
import type { LogServer } from './LogServer';
import type { PodFolder } from './PodFolder';
import type { Programs } from './Program';
import { readScript, runScript, type PodOutput } from './script';

/** What Kratix's own containers in a Pod do; the kubelet has no images to run. */
export interface Adapter {
  /** `/kratix/input/object.yaml` */
  read(job: Manifest): Promise<JsonObject>;
  writeWork(job: Manifest, outcome: PodOutput): Promise<void>;
  writeStatus(job: Manifest, outcome: PodOutput): Promise<void>;
}

/** A Pod that runs for a Job. */
export interface PodRun {
  job: Manifest;
  pod: { namespace: string; name: string };
  /** How often this pipeline has run for this object, with this run. */
  attempt: number;
  /** What its containers hand over to each other. */
  outcome: PodOutput;
  logs: LogServer;
  adapter: Adapter;
  /** Where a program runs in the place of one of its images. */
  folder: PodFolder | undefined;
  programs: Programs;
  /** Stops it. */
  signal: AbortSignal;
  wait: (seconds: number) => Promise<void>;
}

const KRATIX_CONTAINERS = ['reader', 'work-writer', 'status-writer'];

/**
 * Runs one container of a Pod.
 *
 * @returns its exit code
 * @throws what stopped the Pod
 */
export async function runContainer(
  run: PodRun,
  container: JsonObject,
): Promise<number> {
  const { job, pod, attempt, outcome, adapter, signal, wait } = run;
  const name = asText(container.name) ?? '';
  const log = run.logs.open(pod.namespace, pod.name, name);
  try {
    if (KRATIX_CONTAINERS.includes(name)) {
      log.write(await runKratixContainer(name, run));
      return 0;
    }
    const program = run.programs[asText(container.image) ?? ''];
    if (program && run.folder) {
      return await program({
        args: textsIn(container.args),
        env: environmentOf(container),
        root: run.folder.root,
        print: log.print,
      });
    }
    const script = objectsOf(container.env).find(
      e => e.name === 'SIMULATION',
    )?.value;
    return await runScript({
      script: readScript(asText(script)),
      object: await adapter.read(job),
      attempt,
      outcome,
      log: log.write,
      wait,
    });
  } catch (error) {
    if (signal.aborted) throw error;
    log.write(`error: ${(error as Error).message}`);
    return 1;
  } finally {
    log.end();
  }
}

const textsIn = (values: JsonObject['args']): string[] =>
  Array.isArray(values) ? values.map(String) : [];

const environmentOf = ({ env }: JsonObject): Record<string, string> =>
  Object.fromEntries(
    objectsOf(env).map(({ name, value }) => [
      asText(name) ?? '',
      asText(value) ?? '',
    ]),
  );

/** @returns the line for its log */
async function runKratixContainer(
  name: string,
  { job, outcome, adapter }: PodRun,
): Promise<string> {
  if (name === 'reader') {
    await adapter.read(job);
    return 'object written to /kratix/input/object.yaml';
  }
  if (name === 'work-writer') {
    if (outcome.suspend) return 'workflow suspended: no Work written';
    await adapter.writeWork(job, outcome);
    return `${outcome.files.length} file(s) written to the Work`;
  }
  await adapter.writeStatus(job, outcome);
  return 'status written';
}
