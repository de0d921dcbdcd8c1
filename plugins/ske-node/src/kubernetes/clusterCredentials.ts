import {
  resolvePackagePath,
  type LoggerService,
} from '@backstage/backend-plugin-api';
import type { Config } from '@backstage/config';
import { InputError, ServiceUnavailableError } from '@backstage/errors';
import type { User } from '@kubernetes/client-node';
import { asNumber, at } from '@syntasso/plugin-ske-common';
import { z } from 'zod';
import {
  clusterAnnotations,
  LOCATORS,
  type ClusterDetails,
} from './clusterDetails';
import { KeptUser, type NewUser } from './KeptUser';

/** Has the ways to sign in at cloud providers; installed where the app needs one. */
const STRATEGIES_PACKAGE = '@backstage/plugin-kubernetes-backend';

/** Loads Backstage's authentication strategies: `@backstage/plugin-kubernetes-backend`. @public */
export type LoadStrategies = () => Promise<unknown>;

/** What a strategy is made with. */
export interface StrategyContext {
  config: Config;
  logger: LoggerService;
  loadStrategies?: LoadStrategies;
}

/** Answers of Backstage's strategies. Source: plugin-kubernetes-node, KubernetesCredential. */
const credentialSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('bearer token'), token: z.string().min(1) }),
  z.object({
    type: z.literal('x509 client certificate'),
    cert: z.string(),
    key: z.string(),
  }),
  z.object({ type: z.literal('anonymous') }),
]);

type Credential = z.infer<typeof credentialSchema>;

interface Strategy {
  getCredential(details: ClusterDetails, auth: object): Promise<unknown>;
}
type StrategyClass = new (options: unknown) => Strategy;
const strategyClass = z.custom<StrategyClass>(
  value => typeof value === 'function',
);

/** Strategies that need no person: their classes, and what they are made with. */
const STRATEGIES = {
  aws: {
    className: 'AwsIamStrategy',
    options: ({ config }: StrategyContext): unknown => ({ config }),
  },
  azure: {
    className: 'AzureIdentityStrategy',
    options: ({ logger }: StrategyContext): unknown => logger,
  },
  googleServiceAccount: {
    className: 'GoogleServiceAccountStrategy',
    options: ({ config }: StrategyContext): unknown => ({ config }),
  },
};

/** Providers whose credential Backstage's own strategies get. */
export type CloudProvider = keyof typeof STRATEGIES;

export const isCloudProvider = (provider: string): provider is CloudProvider =>
  Object.hasOwn(STRATEGIES, provider);

/**
 * A credential is asked for again after so long: those of AWS are good for a quarter of
 * an hour, and those of Google may have been made before.
 */
const RENEWED_MS = 5 * 60_000;
/** Before the end that a token names. */
const MARGIN_MS = 60_000;

/** The credential that a cloud provider gives Backstage for a cluster, kept while it is good. */
export class CloudCredential {
  readonly #provider: CloudProvider;
  readonly #context: StrategyContext;
  #strategy: Promise<Strategy> | undefined;
  readonly #kept = new KeptUser();

  /** @throws InputError where the package with the strategies is not installed. */
  constructor(
    provider: CloudProvider,
    clusterName: string,
    context: StrategyContext,
  ) {
    this.#provider = provider;
    this.#context = context;
    if (!context.loadStrategies) requireStrategies(provider, clusterName);
  }

  /** @throws ServiceUnavailableError with what the strategy says. */
  async userOf(details: ClusterDetails): Promise<User> {
    return this.#kept.current(() => this.#ask(details));
  }

  /** Forgets a credential that was not accepted, unless it was made just now. */
  renew() {
    this.#kept.renew();
  }

  async #ask(details: ClusterDetails): Promise<NewUser> {
    try {
      this.#strategy ??= this.#load();
      const strategy = await this.#strategy;
      const answer = await strategy.getCredential(details, {});
      const credential = credentialSchema.parse(answer);
      return {
        user: userWith(details.name, credential),
        until: endOf(credential),
      };
    } catch (error) {
      this.#strategy = undefined;
      throw new ServiceUnavailableError(
        `cluster ${details.name} has authProvider ${
          this.#provider
        }, and Backstage gets no credential for it (${
          error instanceof Error ? error.message : String(error)
        }). Check the account that Backstage runs with.`,
      );
    }
  }

  async #load(): Promise<Strategy> {
    const { loadStrategies = importStrategies } = this.#context;
    const { className, options } = STRATEGIES[this.#provider];
    const strategies = z
      .object({ [className]: strategyClass })
      .parse(await loadStrategies());
    return new strategies[className](options(this.#context));
  }
}

/** By a name that the bundler does not follow: it need not be installed. */
const importStrategies: LoadStrategies = async () => {
  const name: string = STRATEGIES_PACKAGE;
  return import(name);
};

function requireStrategies(provider: string, clusterName: string) {
  try {
    resolvePackagePath(STRATEGIES_PACKAGE);
  } catch {
    throw new InputError(
      `${LOCATORS}: cluster "${clusterName}" has authProvider "${provider}", whose credentials come from ${STRATEGIES_PACKAGE}, which is not installed. Install it: yarn --cwd packages/backend add ${STRATEGIES_PACKAGE}`,
    );
  }
}

function userWith(name: string, credential: Credential): User {
  switch (credential.type) {
    case 'bearer token':
      return { name, token: credential.token };
    case 'x509 client certificate':
      return {
        name,
        certData: Buffer.from(credential.cert).toString('base64'),
        keyData: Buffer.from(credential.key).toString('base64'),
      };
    default:
      return { name };
  }
}

/** Until when a credential is used: its own end, or a few minutes. */
function endOf(credential: Credential): number {
  const renewed = Date.now() + RENEWED_MS;
  if (credential.type !== 'bearer token') return renewed;
  const seconds = asNumber(at(claimsOf(credential.token), 'exp'));
  return seconds === undefined
    ? renewed
    : Math.min(renewed, seconds * 1_000 - MARGIN_MS);
}

/** The claims of a JWT; nothing for a token of another kind. */
function claimsOf(token: string): unknown {
  const [, payload] = token.split('.');
  if (payload === undefined) return undefined;
  try {
    return JSON.parse(Buffer.from(payload, 'base64url').toString());
  } catch {
    // A token need not be a JWT.
    return undefined;
  }
}

/** The provider of a cluster's credentials. */
export const authProviderOf = ({ authMetadata }: ClusterDetails): string =>
  authMetadata[clusterAnnotations.authProvider] ?? '';
