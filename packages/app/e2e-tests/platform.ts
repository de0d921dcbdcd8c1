import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { KubeConfig } from '@kubernetes/client-node';
import { KubernetesClient } from '@syntasso/plugin-ske-node';

const folder = join(__dirname, '..', '..', '..', '.cache', 'platform');

/** The platform behind the pages, with every right. */
export function platformClient(): KubernetesClient {
  const kubeConfig = new KubeConfig();
  kubeConfig.loadFromFile(join(folder, 'kubeconfig'));
  return new KubernetesClient(kubeConfig);
}

/** The platform's own process, as npm start's state file names it. */
export function apiServerPid(): number {
  return Number(readFileSync(join(folder, 'pid'), 'utf8'));
}
