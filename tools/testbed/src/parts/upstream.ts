import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import type { Upstream } from './faultProxy';

/** How the fault proxy reaches the API server of the embedded platform's kubeconfig. */
export function upstreamOf(kubeconfig: string): Upstream {
  const { clusters, users } = parse(readFileSync(kubeconfig, 'utf8')) as {
    clusters: {
      cluster: { server: string; 'certificate-authority-data': string };
    }[];
    users: {
      user: { 'client-certificate-data': string; 'client-key-data': string };
    }[];
  };
  const [{ cluster }] = clusters;
  const [{ user }] = users;
  const pem = (base64: string) => Buffer.from(base64, 'base64').toString();
  return {
    url: cluster.server,
    ca: pem(cluster['certificate-authority-data']),
    cert: pem(user['client-certificate-data']),
    key: pem(user['client-key-data']),
  };
}
