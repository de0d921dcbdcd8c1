import { statSync } from 'node:fs';
import { isError, ServiceUnavailableError } from '@backstage/errors';
import { KubeConfig } from '@kubernetes/client-node';
import { ClusterKubeConfig, type ClusterAndUser } from './ClusterKubeConfig';
import type { PlatformAccess } from './PlatformAccess';

/** Which kubeconfig, and what to call it in messages. */
export interface KubeConfigFiles {
  /** Merged as kubectl does, if there are several. */
  files: string[];
  /** Default: the current one. */
  context: string | undefined;
  /** What names the files: a key of app-config, or a variable. */
  setting: string;
}

/**
 * A cluster of a kubeconfig, which is read again when it has changed. As long as it
 * cannot be read each request fails with what is wrong, and watches try again by
 * themselves: a file that comes late does not keep Backstage from starting.
 */
export class KubeConfigAccess implements PlatformAccess {
  readonly name: string;
  readonly auth = { kind: 'own' } as const;
  readonly own: KubeConfig;
  readonly source: string;
  readonly notes: string[];
  readonly #files: KubeConfigFiles;
  #read: { version: string; cluster: ClusterAndUser } | undefined;

  /** @param name - default: what the kubeconfig calls the cluster, else `local` */
  constructor(files: KubeConfigFiles, name?: string) {
    this.#files = files;
    this.source = `${files.setting} (${files.files.join(', ')})`;
    let cluster: ClusterAndUser | undefined;
    let problem: string | undefined;
    try {
      cluster = this.#current();
    } catch (error) {
      problem = isError(error) ? error.message : String(error);
    }
    this.notes = problem ? [problem] : [];
    this.name = name ?? cluster?.cluster.name ?? 'local';
    const unknown = {
      cluster: {
        name: this.name,
        server: `cluster ${this.name} of ${this.source}`,
        skipTLSVerify: false,
      },
      user: { name: this.name },
    };
    this.own = new ClusterKubeConfig(cluster ?? unknown, {
      current: async () => this.#current(),
    });
  }

  withToken(): never {
    throw new Error(`Cluster ${this.name} takes no tokens of people.`);
  }

  /** @throws ServiceUnavailableError naming the setting, the file and the remedy. */
  #current(): ClusterAndUser {
    const { files } = this.#files;
    const version = files.map(file => this.#versionOf(file)).join();
    if (this.#read?.version !== version) {
      this.#read = { version, cluster: this.#load() };
    }
    return this.#read.cluster;
  }

  #versionOf(file: string): string {
    try {
      const { ino, mtimeMs, size } = statSync(file);
      return `${ino} ${mtimeMs} ${size}`;
    } catch (error) {
      throw this.#unreadable(file, error);
    }
  }

  #load(): ClusterAndUser {
    const { files, context, setting } = this.#files;
    const kubeConfig = new KubeConfig();
    for (const file of files) {
      const one = new KubeConfig();
      try {
        one.loadFromFile(file);
      } catch (error) {
        throw this.#unreadable(file, error);
      }
      kubeConfig.mergeConfig(one, Boolean(kubeConfig.currentContext));
    }
    const where = files.join(', ');
    const known = kubeConfig.getContexts().map(({ name }) => name);
    const current = context ?? kubeConfig.getCurrentContext();
    if (!known.includes(current)) {
      const choices = known.join(', ') || 'none';
      throw new ServiceUnavailableError(
        context === undefined
          ? `${setting}: ${where} has no current context. Choose one by kubectl config use-context, or by ske.kubernetes.context; it has: ${choices}.`
          : `ske.kubernetes.context: ${where} has no context "${context}". It has: ${choices}.`,
      );
    }
    kubeConfig.setCurrentContext(current);
    const cluster = kubeConfig.getCurrentCluster();
    if (!cluster) {
      throw new ServiceUnavailableError(
        `${setting}: context "${current}" of ${where} names a cluster that is not in it. Add the cluster, or choose another context.`,
      );
    }
    return {
      cluster,
      user: kubeConfig.getCurrentUser() ?? { name: cluster.name },
    };
  }

  #unreadable(file: string, error: unknown) {
    return new ServiceUnavailableError(
      `${this.#files.setting}: cannot read ${file} (${reasonOf(
        error,
      )}). Name a kubeconfig file; it is read again as soon as it is there.`,
    );
  }
}

/**
 * Why a file cannot be read, for people and the log: a message about YAML quotes the lines
 * around the mistake, which may have a token in them.
 */
function reasonOf(error: unknown): string {
  const { code, reason, mark } = error as {
    code?: string;
    reason?: string;
    mark?: { line?: number };
  };
  if (code) return code;
  const place = mark?.line === undefined ? '' : ` in line ${mark.line + 1}`;
  return `it is no kubeconfig${place}${reason ? `: ${reason}` : ''}`;
}
