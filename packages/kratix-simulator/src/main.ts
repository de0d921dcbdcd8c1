import { parseArgs } from 'node:util';
import { KubeConfig } from '@kubernetes/client-node';
import { KubernetesClient } from '@syntasso/plugin-ske-node';
import { applyExamples, readManifests } from './examples';
import { Simulator } from './Simulator';

/** `main.ts [--kubeconfig FILE] [--context NAME] [--examples DIR] [--crds DIR] [--speed N] [--write-ms N] [--dry-run]` */
async function main() {
  const { values } = parseArgs({
    options: {
      kubeconfig: { type: 'string' },
      context: { type: 'string' },
      examples: { type: 'string' },
      crds: { type: 'string' },
      speed: { type: 'string' },
      'write-ms': { type: 'string' },
      'dry-run': { type: 'boolean' },
    },
  });
  const say = (text: string) => process.stdout.write(`${text}\n`);
  const kubeConfig = new KubeConfig();
  if (values.kubeconfig) kubeConfig.loadFromFile(values.kubeconfig);
  else kubeConfig.loadFromDefault();
  if (values.context) kubeConfig.setCurrentContext(values.context);

  const client = new KubernetesClient(kubeConfig);
  const simulator = new Simulator({
    client,
    say,
    crds: values.crds ? readManifests(values.crds) : undefined,
    speed: values.speed ? Number(values.speed) : undefined,
    writeMs: values['write-ms'] ? Number(values['write-ms']) : undefined,
    dryRun: values['dry-run'],
  });
  const stop = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.on(signal, () => {
      stop.abort();
      simulator.stop();
      process.exit(0);
    });
  }
  await simulator.start();
  say('ready');
  if (values.examples) {
    const { applied } = await applyExamples(
      client,
      values.examples,
      stop.signal,
    );
    say(`examples applied: ${applied} objects`);
  }
}

main().catch(error => {
  process.stderr.write(`${(error as Error).message}\n`);
  process.exit(1);
});
