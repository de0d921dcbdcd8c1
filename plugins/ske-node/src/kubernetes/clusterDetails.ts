import type { Config } from '@backstage/config';
import { InputError } from '@backstage/errors';
import type { Cluster } from '@kubernetes/client-node';
import { isObject } from '@syntasso/plugin-ske-common';

/** Where the clusters of Backstage's Kubernetes plugin are. */
export const LOCATORS = 'kubernetes.clusterLocatorMethods';

/** Annotations of clusters, and keys of `authMetadata`. Source: plugin-kubernetes-common. */
export const clusterAnnotations = {
  apiServer: 'kubernetes.io/api-server',
  authority: 'kubernetes.io/api-server-certificate-authority',
  authProvider: 'kubernetes.io/auth-provider',
  oidcTokenProvider: 'kubernetes.io/oidc-token-provider',
  skipTlsVerify: 'kubernetes.io/skip-tls-verify',
  awsAssumeRole: 'kubernetes.io/aws-assume-role',
  awsExternalId: 'kubernetes.io/aws-external-id',
} as const;

/** A cluster as Backstage's authentication strategies take it, as far as it is used. */
export interface ClusterDetails {
  name: string;
  url: string;
  caData?: string;
  caFile?: string;
  skipTLSVerify: boolean;
  /** By {@link clusterAnnotations}; and `serviceAccountToken`. */
  authMetadata: Record<string, string>;
}

/** What the locator `catalog` allows beyond public addresses with certificates. */
export interface CatalogLocator {
  allowedHosts: string[];
  allowSkipTlsVerify: boolean;
}

/** Where a cluster is found. */
export type FoundCluster =
  | { kind: 'details'; details: ClusterDetails }
  | { kind: 'catalog'; locator: CatalogLocator };

/** What `ske.kubernetes.platformName` could be; the catalog's clusters are not among them. */
export const clusterNamesOf = (config: Config): string[] =>
  (config.getOptionalConfigArray(LOCATORS) ?? [])
    .flatMap(clustersOf)
    .map(({ name }) => name);

/**
 * Finds a cluster by its name, as Backstage's Kubernetes plugin does: the first of
 * all locators; the catalog, where nothing else has it.
 *
 * @throws InputError naming the key of app-config that is wrong, and the remedy.
 */
export function findCluster(config: Config, name: string): FoundCluster {
  const methods = config.getOptionalConfigArray(LOCATORS) ?? [];
  const known = methods.flatMap(clustersOf);
  const found = known.find(cluster => cluster.name === name);
  if (found) return { kind: 'details', details: found.read() };
  const catalog = methods.find(method => typeOf(method) === 'catalog');
  if (catalog) {
    return {
      kind: 'catalog',
      locator: {
        allowedHosts:
          catalog.getOptionalStringArray('dangerouslyAllowClusterUrls') ?? [],
        allowSkipTlsVerify:
          catalog.getOptionalBoolean('dangerouslyAllowSkipTLSVerify') ?? false,
      },
    };
  }
  const others = methods.map(typeOf).filter(type => !SUPPORTED.includes(type));
  throw new InputError(
    `ske.kubernetes.platformName is "${name}", but ${LOCATORS} has ${
      known.length > 0
        ? `only: ${known.map(cluster => cluster.name).join(', ')}`
        : 'no clusters'
    }${
      others.length > 0 ? ` (type ${others.join(', ')} is not read here)` : ''
    }. Add the cluster there (type: config, with url, caData and authProvider), or correct the name.`,
  );
}

const SUPPORTED = ['config', 'localKubectlProxy', 'catalog'];

const typeOf = (method: Config) => method.getOptionalString('type') ?? '';

interface NamedCluster {
  name: string;
  read: () => ClusterDetails;
}

function clustersOf(method: Config): NamedCluster[] {
  switch (typeOf(method)) {
    case 'config':
      return (method.getOptionalConfigArray('clusters') ?? []).map(cluster => ({
        name: cluster.getString('name'),
        read: () => detailsOf(cluster),
      }));
    case 'localKubectlProxy':
      return [{ name: LOCAL_PROXY.name, read: () => LOCAL_PROXY }];
    default:
      return [];
  }
}

/** What `kubectl proxy` offers: it has the credential itself. */
const LOCAL_PROXY: ClusterDetails = {
  name: 'local',
  url: 'http://localhost:8001',
  skipTLSVerify: false,
  authMetadata: { [clusterAnnotations.authProvider]: 'localKubectlProxy' },
};

/** Keys of app-config that stand for one of `authMetadata`. */
const SHORT_KEYS = {
  serviceAccountToken: 'serviceAccountToken',
  assumeRole: clusterAnnotations.awsAssumeRole,
  externalId: clusterAnnotations.awsExternalId,
  oidcTokenProvider: clusterAnnotations.oidcTokenProvider,
};

/** Source: plugin-kubernetes-backend, ConfigClusterLocator: `authMetadata` wins. */
function detailsOf(cluster: Config): ClusterDetails {
  const name = cluster.getString('name');
  const short = Object.entries(SHORT_KEYS).map(
    ([key, annotation]) =>
      [annotation, cluster.getOptionalString(key)] as const,
  );
  const block = cluster.getOptional('authMetadata');
  const authMetadata = Object.fromEntries(
    [
      [
        clusterAnnotations.authProvider,
        cluster.getOptionalString('authProvider') ?? 'serviceAccount',
      ] as const,
      ...short,
      ...(isObject(block) ? Object.entries(block) : []),
    ].filter(
      (entry): entry is [string, string] => typeof entry[1] === 'string',
    ),
  );
  const url = cluster.getString('url');
  if (!URL.canParse(url) || !/^https?:$/.test(new URL(url).protocol)) {
    throw new InputError(
      `${LOCATORS}: cluster "${name}" has the url "${url}". It has to be the https (or http) address of its API server.`,
    );
  }
  return {
    name,
    url,
    caData: cluster.getOptionalString('caData'),
    caFile: cluster.getOptionalString('caFile'),
    skipTLSVerify: cluster.getOptionalBoolean('skipTLSVerify') ?? false,
    authMetadata,
  };
}

/** The API server of a cluster, as the Kubernetes client takes it. */
export const endpointOf = ({
  name,
  url,
  skipTLSVerify,
  caData,
  caFile,
}: ClusterDetails): Cluster => ({
  name,
  server: url,
  skipTLSVerify,
  caData,
  caFile,
});
