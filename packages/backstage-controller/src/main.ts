import { hostname } from 'node:os';
import { parseArgs } from 'node:util';
import { isError } from '@backstage/errors';
import { KubeConfig } from '@kubernetes/client-node';
import type { ControllerConfig } from './config/controllerConfig';
import { readConfig } from './config/readConfig';
import { runPipeline } from './generate/runPipeline';
import { createLog } from './log/Log';
import { clusterClientOf } from './platform/clusterClientOf';
import { ClusterPlatform } from './platform/ClusterPlatform';
import { runController } from './runController';

/** Stopped as asked. */
const OK = 0;
/** It led and leads no longer, or failed: to be started again. */
const AGAIN = 1;
/** Wrong arguments or configuration: a start would not mend it. */
const WRONG = 2;

/** `main.ts [--config FILE]`, or `main.ts --mode=generate|patch …` in a pipeline of Kratix */
async function main(): Promise<number> {
  const inPipeline = await runPipeline({
    args: process.argv.slice(2),
    env: process.env,
    say: line => process.stderr.write(`${line}\n`),
  });
  if (inPipeline !== undefined) return inPipeline;
  let configured: { config: ControllerConfig; notes: string[] };
  try {
    const { values } = parseArgs({ options: { config: { type: 'string' } } });
    configured = await readConfig(values.config, process.env);
  } catch (error) {
    process.stderr.write(`${messageOf(error)}\n`);
    return WRONG;
  }
  const { config, notes } = configured;
  const log = createLog(config.log.level);
  notes.forEach(note => log.warn(note));
  const stop = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.on(signal, () => {
      // Asked twice: whoever asks does not want to wait.
      if (stop.signal.aborted) process.exit(AGAIN);
      log.info('Stopping', { signal });
      stop.abort();
    });
  }
  try {
    const kubeConfig = new KubeConfig();
    kubeConfig.loadFromDefault();
    const ended = await runController({
      platform: new ClusterPlatform(clusterClientOf(kubeConfig)),
      config,
      log,
      // The name of the pod; the process tells two on one machine apart.
      identity: `${hostname()}_${process.pid}`,
      stop: stop.signal,
    });
    return ended === 'stopped' ? OK : AGAIN;
  } catch (error) {
    log.error('The controller has failed', { error: messageOf(error) });
    return AGAIN;
  }
}

const messageOf = (error: unknown) =>
  isError(error) ? error.message : String(error);

main().then(
  code => process.exit(code),
  error => {
    process.stderr.write(`${messageOf(error)}\n`);
    process.exit(AGAIN);
  },
);
