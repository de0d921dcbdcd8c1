import {
  ensureBubblewrap,
  ensureCrane,
  startBucketStore,
  startFaultProxy,
  startGitea,
  startOidcProvider,
  startPlatform,
  startPostgres,
  startRegistry,
  upstreamOf,
  type FaultProxy,
  type ImageTools,
} from '@internal/testbed';
import type { Processes } from '../processes';
import { startSimulatorForTests } from '../test/simulator';

/** The parts of the test bed, in the order in which they start. */
export const partNames = [
  'oidc',
  'postgres',
  'gitea',
  'buckets',
  'registries',
  'kubernetes',
  'simulator',
  'faults',
] as const;

/** A part of the test bed. */
export type PartName = (typeof partNames)[number];

/** A running test bed. */
export interface Testbed {
  /** Address of each part. */
  where: Partial<Record<PartName, string>>;
  /** Environment variables by which tests and tools find the parts. */
  env: Record<string, string>;
  faults: FaultProxy | undefined;
  stop(): Promise<void>;
}

/**
 * Starts the wanted parts. When one fails, those started before it are ended.
 *
 * @throws Error that says which part did not start and what to do.
 */
export async function startTestbed(
  wanted: ReadonlySet<PartName>,
  options: {
    processes: Processes;
    say: (text: string) => void;
    /** Ends builds of what is started, and with them the start. */
    signal?: AbortSignal;
  },
): Promise<Testbed> {
  const { say, processes, signal } = options;
  const endings: (() => Promise<void>)[] = [];
  const bed: Testbed = {
    where: {},
    env: {},
    faults: undefined,
    async stop() {
      for (const end of endings.splice(0).reverse()) await end();
    },
  };
  const started = (name: PartName, where: string, end: () => Promise<void>) => {
    bed.where[name] = where;
    endings.push(end);
    say(`${name}: ${where}`);
  };
  try {
    const oidc = wanted.has('oidc') ? await startOidcProvider() : undefined;
    if (oidc) {
      started('oidc', oidc.issuer, oidc.stop);
      Object.assign(bed.env, {
        SKE_TEST_OIDC_ISSUER: oidc.issuer,
        SKE_TEST_OIDC_CLIENT_ID: oidc.clientId,
        SKE_TEST_OIDC_CLIENT_SECRET: oidc.clientSecret,
        NODE_EXTRA_CA_CERTS: oidc.caFile,
      });
    }
    if (wanted.has('postgres')) {
      const postgres = await startPostgres({ say });
      started('postgres', `127.0.0.1:${postgres.port}`, postgres.stop);
      Object.assign(bed.env, {
        POSTGRES_HOST: postgres.host,
        POSTGRES_PORT: String(postgres.port),
        POSTGRES_USER: postgres.user,
        POSTGRES_PASSWORD: postgres.password,
        BACKSTAGE_TEST_DATABASE_POSTGRES15_CONNECTION_STRING:
          postgres.connectionString,
      });
    }
    if (wanted.has('gitea')) {
      const { url, accounts, stop } = await startGitea({ say, signal });
      started('gitea', url, stop);
      bed.env.SKE_TEST_GITEA = JSON.stringify({ url, accounts });
    }
    if (wanted.has('buckets')) {
      const { stop, ...store } = await startBucketStore({ say, signal });
      started('buckets', store.endpoint, stop);
      bed.env.SKE_TEST_BUCKETS = JSON.stringify(store);
    }
    if (wanted.has('registries')) {
      const registry = await startRegistry({ say, signal });
      started('registries', registry.host, registry.stop);
      const mirror = await startRegistry({ say, signal });
      started('registries', `${registry.host}, ${mirror.host}`, mirror.stop);
      const tools: ImageTools = {
        registry: registry.host,
        mirror: mirror.host,
        crane: await ensureCrane(say, signal),
        bubblewrap: await ensureBubblewrap(say),
      };
      bed.env.SKE_TEST_IMAGE_TOOLS = JSON.stringify(tools);
    }
    if (!wanted.has('kubernetes')) return bed;

    const platform = await startPlatform({ say, oidc, signal });
    started('kubernetes', platform.url, platform.stop);
    Object.assign(bed.env, {
      KUBECONFIG: platform.kubeconfigPath,
      SKE_TEST_KUBECONFIG: platform.kubeconfigPath,
    });
    if (wanted.has('simulator')) {
      const simulator = await startSimulatorForTests(
        processes,
        platform.kubeconfigPath,
        say,
      );
      started('simulator', 'on kubernetes', simulator.end);
    }
    if (wanted.has('faults')) {
      const proxy = await startFaultProxy(upstreamOf(platform.kubeconfigPath));
      started('faults', proxy.url, proxy.stop);
      bed.faults = proxy;
      bed.env.SKE_TEST_FAULTS = proxy.url;
    }
    return bed;
  } catch (error) {
    await bed.stop();
    throw error;
  }
}
