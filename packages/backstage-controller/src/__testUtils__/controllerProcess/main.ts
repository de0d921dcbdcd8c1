/** A controller in a process of its own, for the Promises of one test. */
import { readFileSync } from 'node:fs';
import { KubeConfig } from '@kubernetes/client-node';
import { checkConfig } from '../../config/controllerConfig';
import { createLog } from '../../log/Log';
import { clusterClientOf } from '../../platform/clusterClientOf';
import { ClusterPlatform } from '../../platform/ClusterPlatform';
import { runController } from '../../runController';
import { withPromisesOf } from '../promisesOfRun';
import type { ProcessOptions } from './ControllerProcess';

const { kubeconfig, run, config }: ProcessOptions = JSON.parse(
  readFileSync(process.argv[2], 'utf8'),
);
const kubeConfig = new KubeConfig();
kubeConfig.loadFromFile(kubeconfig);
const platform = new ClusterPlatform(clusterClientOf(kubeConfig));
const stop = new AbortController();
process.on('SIGTERM', () => stop.abort());

runController({
  platform: run === undefined ? platform : withPromisesOf(platform, run),
  config: checkConfig(config),
  log: createLog('info'),
  identity: `controller_${process.pid}`,
  stop: stop.signal,
  onListen: port => process.send?.({ port }),
  onLead: () => process.send?.({ leads: true }),
}).then(
  ended => process.exit(ended === 'stopped' ? 0 : 1),
  error => {
    process.stderr.write(`${error.stack}\n`);
    process.exit(1);
  },
);
