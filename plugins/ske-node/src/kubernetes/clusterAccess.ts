import { existsSync } from 'node:fs';
import { InputError, ServiceUnavailableError } from '@backstage/errors';
import type { KubeConfig } from '@kubernetes/client-node';
import {
  authProviderOf,
  CloudCredential,
  isCloudProvider,
  type StrategyContext,
} from './clusterCredentials';
import {
  clusterAnnotations,
  endpointOf,
  findCluster,
  LOCATORS,
  type ClusterDetails,
} from './clusterDetails';
import { newClusterKubeConfig, type ClusterAndUser } from './ClusterKubeConfig';
import { newKubeConfig } from './kubernetesLibrary';
import type { ClusterAuth, PlatformAccess } from './PlatformAccess';

/** The access to a cluster of app-config, which is read again with each request. */
export function accessOfDetails(
  details: ClusterDetails,
  context: StrategyContext,
): PlatformAccess {
  const { name } = details;
  const auth = clusterAuthOf(details);
  /** As app-config has it now: a token that it takes from a file may be another one. */
  const currentDetails = () => {
    const found = findCluster(context.config, name);
    return found.kind === 'details' ? found.details : details;
  };
  const withToken = (token: string) =>
    fixedKubeConfig({ cluster: endpointOf(details), user: { name, token } });
  const common = { name, auth, withToken };
  const provider = authProviderOf(details);
  const takesToken = provider === 'serviceAccount' || auth.kind === 'person';
  if (takesToken && details.authMetadata.serviceAccountToken) {
    const withCurrentToken = () => {
      const current = currentDetails();
      return {
        cluster: endpointOf(current),
        user: { name, token: current.authMetadata.serviceAccountToken },
      };
    };
    return {
      ...common,
      own: newClusterKubeConfig(withCurrentToken(), {
        current: async () => withCurrentToken(),
      }),
      source: `serviceAccountToken of cluster ${name} in ${LOCATORS}`,
    };
  }
  if (auth.kind === 'person') {
    return { ...common, own: undefined, source: 'none' };
  }
  if (isCloudProvider(provider)) {
    const credential = new CloudCredential(provider, name, context);
    return {
      ...common,
      own: newClusterKubeConfig(
        { cluster: endpointOf(details), user: { name } },
        {
          current: async () => ({
            cluster: endpointOf(details),
            user: await credential.userOf(details),
          }),
          renew: () => credential.renew(),
        },
      ),
      source: `authProvider ${provider} of cluster ${name} in ${LOCATORS}`,
    };
  }
  if (provider === 'localKubectlProxy') {
    return {
      ...common,
      own: fixedKubeConfig({ cluster: endpointOf(details), user: { name } }),
      source: `kubectl proxy at ${details.url}`,
    };
  }
  return { ...common, ...ofPod(details) };
}

const fixedKubeConfig = (fixed: ClusterAndUser): KubeConfig =>
  newClusterKubeConfig(fixed, { current: async () => fixed });

/** Providers of tokens of people, which the app gets, and those of one account. */
const PEOPLES_PROVIDERS = ['oidc', 'google', 'aks'];
const OWN_PROVIDERS = [
  ...['serviceAccount', 'aws', 'azure', 'googleServiceAccount'],
  'localKubectlProxy',
];

/** @throws InputError for a provider that only another plugin knows. */
export function clusterAuthOf(details: ClusterDetails): ClusterAuth {
  const provider = authProviderOf(details);
  if (OWN_PROVIDERS.includes(provider)) return { kind: 'own' };
  if (provider === 'google' || provider === 'aks') {
    return { kind: 'person', tokenProvider: undefined, authProvider: provider };
  }
  if (provider === 'oidc') {
    return {
      kind: 'person',
      tokenProvider: details.authMetadata[clusterAnnotations.oidcTokenProvider],
    };
  }
  throw new InputError(
    `${LOCATORS}: cluster "${
      details.name
    }" has authProvider "${provider}". The platform can be read with one account (${OWN_PROVIDERS.join(
      ', ',
    )}), or with the token of each person (${PEOPLES_PROVIDERS.join(', ')}).`,
  );
}

/** Where Kubernetes puts the token of a pod's service account. */
const POD_TOKEN = '/var/run/secrets/kubernetes.io/serviceaccount/token';

/** The account of the pod on its own cluster; undefined outside of a pod. */
export function kubeConfigOfPod(): KubeConfig | undefined {
  if (!existsSync(POD_TOKEN) || !process.env.KUBERNETES_SERVICE_HOST) {
    return undefined;
  }
  const own = newKubeConfig();
  own.loadFromCluster();
  return own;
}

/**
 * The pod's own account on the pod's own cluster, whatever `url` says, as
 * Backstage's Kubernetes plugin has it: the token is for no other cluster.
 *
 * @throws InputError outside a pod, where there is no token.
 */
function ofPod({ name, url }: ClusterDetails) {
  const own = kubeConfigOfPod();
  if (!own) {
    throw new InputError(
      `${LOCATORS}: cluster "${name}" has authProvider serviceAccount and no serviceAccountToken, and Backstage runs in no pod whose token it could use. Give it a serviceAccountToken. A \${VARIABLE} in app-config that is not set in the environment counts as absent.`,
    );
  }
  const server = own.getCurrentCluster()?.server;
  return {
    own,
    source: 'the service account of the pod it runs in, on its own cluster',
    notes:
      server === url.replace(/\/$/, '')
        ? []
        : [
            `cluster ${name} has no serviceAccountToken, so that the pod's own cluster at ${server} is used, and not its url ${url}. Give it a serviceAccountToken to reach that one.`,
          ],
  };
}

/** What a request of Backstage's own gets where only people have tokens. */
export const noOwnCredential = (name: string, provider: string) =>
  new ServiceUnavailableError(
    `cluster ${name} wants the token of each person (authProvider ${provider}), and Backstage has none of its own for it. Open the page again.`,
  );
