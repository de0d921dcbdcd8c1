import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { KubeConfig } from '@kubernetes/client-node';
import { KubernetesClient } from '@syntasso/plugin-ske-node';

const folder = join(__dirname, '..', '..', '..', '.cache', 'platform');

/** A client for the platform that the pages show, with all rights. */
export function platformClient(): KubernetesClient {
  const kubeConfig = new KubeConfig();
  kubeConfig.loadFromFile(join(folder, 'kubeconfig'));
  return new KubernetesClient(kubeConfig);
}

/** Process id of the API server, which `npm start` writes to a file. */
export function apiServerPid(): number {
  return Number(readFileSync(join(folder, 'pid'), 'utf8'));
}
