import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/**
 * Writes a kubeconfig file for an API server whose certificate is not verified;
 * the client library takes no plain HTTP otherwise.
 *
 * @param user - for example its token; default: nobody, as behind a proxy that has
 * credentials of its own
 * @param cluster - what else to say of the cluster; default: not to verify it
 * @returns its path
 */
export function writeKubeconfig(
  server: string,
  user: { token?: string } = {},
  cluster: object = { 'insecure-skip-tls-verify': true },
): string {
  const path = join(mkdtempSync(join(tmpdir(), 'ske-kubeconfig-')), 'config');
  writeFileSync(
    path,
    JSON.stringify({
      ...{ apiVersion: 'v1', kind: 'Config', 'current-context': 'x' },
      clusters: [{ name: 'x', cluster: { ...cluster, server } }],
      users: [{ name: 'x', user }],
      contexts: [{ name: 'x', context: { cluster: 'x', user: 'x' } }],
    }),
  );
  return path;
}
