import { isDeepStrictEqual } from 'node:util';
import {
  InputError,
  isError,
  ServiceUnavailableError,
} from '@backstage/errors';
import type { KubeConfig } from '@kubernetes/client-node';
import { waitAtMost } from '../utils/waitAtMost';
import { requireAllowedAddress } from './catalogServer';
import { clusterAuthOf, noOwnCredential } from './clusterAccess';
import {
  authProviderOf,
  CloudCredential,
  isCloudProvider,
  type CloudProvider,
  type StrategyContext,
} from './clusterCredentials';
import {
  clusterAnnotations,
  endpointOf,
  LOCATORS,
  type CatalogLocator,
  type ClusterDetails,
} from './clusterDetails';
import { newClusterKubeConfig, type ClusterAndUser } from './ClusterKubeConfig';
import type {
  ClusterAuth,
  ClusterEntity,
  FindClusterEntities,
  PlatformAccess,
} from './PlatformAccess';

/** How long what the catalog said is good. */
const KNOWN_MS = 60_000;
/** The same for a cluster that it does not have, or that cannot be used. */
const MISSING_MS = 2_000;
/** A catalog that has not answered by then counts as away. */
const CATALOG_MS = 10_000;

/**
 * A cluster that an entity of the catalog describes. The catalog is asked when the
 * cluster is needed, since it starts together with this plugin; until it answers, each
 * request fails with what is missing, and watches try again by themselves.
 */
export class CatalogAccess implements PlatformAccess {
  readonly name: string;
  readonly source: string;
  readonly #locator: CatalogLocator;
  readonly #context: StrategyContext;
  readonly #own: KubeConfig;
  #find: FindClusterEntities | undefined;
  #details: ClusterDetails | undefined;
  #auth: ClusterAuth = { kind: 'own' };
  #credential: { provider: string; credential: CloudCredential } | undefined;
  #answer: { details: Promise<ClusterDetails>; until: number } | undefined;

  constructor(name: string, locator: CatalogLocator, context: StrategyContext) {
    this.name = name;
    this.source = `cluster ${name} of the catalog (${LOCATORS}, type catalog)`;
    this.#locator = locator;
    this.#context = context;
    this.#own = newClusterKubeConfig(this.#beginning, {
      current: async () => {
        const details = await this.#currentDetails();
        return {
          cluster: endpointOf(details),
          user: await this.#userOf(details),
        };
      },
      renew: () => this.#credential?.credential.renew(),
    });
  }

  /**
   * As the catalog has said last. Until it has, everybody gets the error that says so.
   */
  get auth(): ClusterAuth {
    return this.#auth;
  }

  get own(): KubeConfig | undefined {
    return this.auth.kind === 'own' ? this.#own : undefined;
  }

  withToken(token: string): KubeConfig {
    return newClusterKubeConfig(this.#beginning, {
      current: async () => ({
        cluster: endpointOf(await this.#currentDetails()),
        user: { name: this.name, token },
      }),
    });
  }

  useCatalog(find: FindClusterEntities) {
    this.#find = find;
  }

  async locate() {
    await this.#currentDetails();
  }

  /** What is known before the first request. */
  get #beginning(): ClusterAndUser {
    const server = this.#details?.url ?? `cluster ${this.name} of the catalog`;
    return {
      cluster: { name: this.name, server, skipTLSVerify: false },
      user: { name: this.name },
    };
  }

  async #userOf(details: ClusterDetails) {
    const provider = authProviderOf(details);
    if (!isCloudProvider(provider)) {
      if (clusterAuthOf(details).kind === 'own') return { name: this.name };
      throw noOwnCredential(this.name, provider);
    }
    return this.#credentialOf(provider).userOf(details);
  }

  /** @throws InputError where the package with the strategies is not installed. */
  #credentialOf(provider: CloudProvider): CloudCredential {
    if (this.#credential?.provider === provider) {
      return this.#credential.credential;
    }
    const credential = new CloudCredential(provider, this.name, this.#context);
    this.#credential = { provider, credential };
    return credential;
  }

  async #currentDetails(): Promise<ClusterDetails> {
    const cached = this.#answer;
    if (cached && Date.now() < cached.until) return cached.details;
    // All who ask meanwhile wait for the same answer.
    const answer = { details: this.#look(), until: Infinity };
    this.#answer = answer;
    answer.until = await answer.details.then(
      () => Date.now() + KNOWN_MS,
      () => Date.now() + MISSING_MS,
    );
    return answer.details;
  }

  async #look(): Promise<ClusterDetails> {
    if (!this.#find) {
      throw new ServiceUnavailableError(
        `cluster ${this.name} is not in the catalog yet: Backstage is still starting.`,
      );
    }
    let entities: ClusterEntity[];
    try {
      // The catalog takes capital letters for small ones.
      const found = await waitAtMost(
        CATALOG_MS,
        this.#find(this.name),
        `no answer within ${CATALOG_MS / 1_000} s`,
      );
      entities = found.filter(({ metadata }) => metadata.name === this.name);
    } catch (error) {
      // What the catalog said before holds while it is away.
      if (this.#details) return this.#details;
      throw new ServiceUnavailableError(
        `cluster ${
          this.name
        } is looked for in the catalog, which does not answer (${
          isError(error) ? error.message : String(error)
        }).`,
      );
    }
    try {
      this.#details = await this.#detailsOf(entities);
      return this.#details;
    } catch (error) {
      this.#details = undefined;
      throw error;
    }
  }

  async #detailsOf(entities: ClusterEntity[]): Promise<ClusterDetails> {
    const [entity, another] = entities;
    if (!entity) {
      throw new ServiceUnavailableError(
        `cluster ${this.name} is not in the catalog yet: ske.kubernetes.platformName names it, and ${LOCATORS} has type catalog. Register a Resource ${this.name} with spec.type kubernetes-cluster and the annotations ${clusterAnnotations.apiServer}, ${clusterAnnotations.authority} and ${clusterAnnotations.authProvider}.`,
      );
    }
    // Whoever may register entities must not get to be taken for the platform.
    if (another) {
      throw new ServiceUnavailableError(
        `the catalog has several clusters by the name ${this.name}. Leave one of them.`,
      );
    }
    try {
      const details = clusterOfEntity(entity, this.#locator);
      await this.#requireAllowedAddress(details);
      this.#auth = clusterAuthOf(details);
      const provider = authProviderOf(details);
      if (isCloudProvider(provider)) this.#credentialOf(provider);
      return details;
    } catch (error) {
      throw new ServiceUnavailableError(
        `cluster ${this.name} of the catalog cannot be used: ${
          isError(error) ? error.message : String(error)
        }`,
      );
    }
  }

  /** A cluster that could be reached before stays known while DNS does not answer. */
  async #requireAllowedAddress(details: ClusterDetails) {
    try {
      await requireAllowedAddress(details.url, this.#locator.allowedHosts);
    } catch (error) {
      const isUnknown =
        isError(error) && error.name === 'ServiceUnavailableError';
      if (!isUnknown || !isDeepStrictEqual(details, this.#details)) throw error;
    }
  }
}

/** Source: plugin-kubernetes-backend, CatalogClusterLocator. */
function clusterOfEntity(
  { metadata: { name, annotations = {} } }: ClusterEntity,
  { allowSkipTlsVerify }: CatalogLocator,
): ClusterDetails {
  const { apiServer, authority, authProvider, skipTlsVerify } =
    clusterAnnotations;
  for (const annotation of [apiServer, authority, authProvider]) {
    if (annotations[annotation]) continue;
    throw new InputError(
      `its Resource has no annotation ${annotation}. Add it.`,
    );
  }
  if (annotations[authProvider] === 'serviceAccount') {
    throw new InputError(
      `${authProvider} is serviceAccount, whose token does not belong into the catalog. Put the cluster into app-config (type: config).`,
    );
  }
  return {
    name,
    url: annotations[apiServer],
    caData: annotations[authority],
    skipTLSVerify: allowSkipTlsVerify && annotations[skipTlsVerify] === 'true',
    // What is not of Kubernetes is no credential, and a token has no place there.
    authMetadata: Object.fromEntries(
      Object.entries(annotations).filter(([key]) =>
        key.startsWith('kubernetes.io/'),
      ),
    ),
  };
}
