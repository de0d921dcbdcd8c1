import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { placeOfKind, testImageTools, upstreamOf } from '@internal/testbed';
import { asText, at, type Manifest } from '@syntasso/plugin-ske-common';
import type { KubernetesClient } from '@syntasso/plugin-ske-node';
import { z } from 'zod';
import {
  startSandbox,
  TEMPORARY_FOLDER,
  type Sandbox,
} from '../../image/__testUtils__/sandbox';
import type { ImageConfig } from './images';

/** What of a pod the sandbox can do; a Deployment that says more of it is refused. */
const podSchema = z.object({
  serviceAccountName: z.string(),
  automountServiceAccountToken: z.literal(true),
  imagePullSecrets: z.array(z.object({ name: z.string() })).optional(),
  securityContext: z.object({
    runAsNonRoot: z.literal(true),
    runAsUser: z.number(),
  }),
  containers: z.tuple([
    z.object({
      image: z.string(),
      command: z.array(z.string()).optional(),
      args: z.array(z.string()).optional(),
      env: z.array(z.object({ name: z.string(), value: z.string() })),
      volumeMounts: z.array(
        z.object({ name: z.string(), mountPath: z.string() }),
      ),
      readinessProbe: z.object({ httpGet: z.object({ path: z.string() }) }),
      securityContext: z.object({ readOnlyRootFilesystem: z.literal(true) }),
    }),
  ]),
  volumes: z.array(
    z.object({
      name: z.string(),
      configMap: z.object({ name: z.string() }).optional(),
      emptyDir: z.object({}).optional(),
    }),
  ),
});

/** The pod that a Deployment makes. */
export type Pod = z.infer<typeof podSchema>;

export const podOf = (deployment: Manifest): Pod =>
  podSchema.parse(at(deployment, 'spec', 'template', 'spec'));

/** Where Kubernetes puts what a pod speaks to the API server with. */
const ACCOUNT_FOLDER = '/var/run/secrets/kubernetes.io/serviceaccount';

/**
 * Starts the container of a pod as a node would: with the command, environment, volumes
 * and service account that it is given.
 */
export async function startPod(
  pod: Pod,
  options: {
    client: KubernetesClient;
    /** Path of the kubeconfig of the client. */
    kubeconfig: string;
    namespace: string;
    image: ImageConfig;
    /** Folder that the image was unpacked to. */
    rootFileSystem: string;
    /** Where files go that are mounted. */
    folder: string;
    /** Counts more than what the pod says. */
    env: Record<string, string>;
  },
): Promise<Sandbox> {
  const { client, kubeconfig, namespace, image, folder } = options;
  const [container] = pod.containers;
  const mounts: Record<string, string> = {};
  for (const { name, mountPath } of container.volumeMounts) {
    const volume = pod.volumes.find(one => one.name === name);
    if (volume?.configMap) {
      const { data } = dataSchema.parse(
        await client.get(placeOfKind('ConfigMap'), {
          namespace,
          name: volume.configMap.name,
        }),
      );
      mounts[mountPath] = writeFiles(join(folder, name), data);
    } else if (!volume?.emptyDir || mountPath !== TEMPORARY_FOLDER) {
      throw new Error(`The sandbox has no volume ${name} for ${mountPath}.`);
    }
  }
  const { url, ca = '' } = upstreamOf(kubeconfig);
  mounts[ACCOUNT_FOLDER] = writeFiles(join(folder, 'service-account'), {
    token: await makeToken(client, namespace, pod.serviceAccountName),
    'ca.crt': ca,
    namespace,
  });
  const { hostname, port } = new URL(url);
  return startSandbox({
    bubblewrap: testImageTools().bubblewrap,
    rootFileSystem: options.rootFileSystem,
    command: [
      ...(container.command ?? image.Entrypoint),
      ...(container.args ?? []),
    ],
    env: {
      ...Object.fromEntries(image.Env.map(splitVariable)),
      KUBERNETES_SERVICE_HOST: hostname,
      KUBERNETES_SERVICE_PORT: port,
      ...Object.fromEntries(
        container.env.map(({ name, value }) => [name, value]),
      ),
      ...options.env,
    },
    mounts,
  });
}

const dataSchema = z.object({ data: z.record(z.string(), z.string()) });

function writeFiles(folder: string, files: Record<string, string>): string {
  mkdirSync(folder, { recursive: true });
  for (const [name, content] of Object.entries(files)) {
    writeFileSync(join(folder, name), content);
  }
  return folder;
}

async function makeToken(
  client: KubernetesClient,
  namespace: string,
  account: string,
): Promise<string> {
  const answer = await client.post(
    `/api/v1/namespaces/${namespace}/serviceaccounts/${account}/token`,
    'make a token',
    { apiVersion: 'authentication.k8s.io/v1', kind: 'TokenRequest', spec: {} },
  );
  const token = asText(at(answer, 'status', 'token'));
  if (token) return token;
  throw new Error(`The API server has given ${account} no token.`);
}

/** `NAME=value` */
function splitVariable(variable: string): [name: string, value: string] {
  const end = variable.indexOf('=');
  return [variable.slice(0, end), variable.slice(end + 1)];
}
