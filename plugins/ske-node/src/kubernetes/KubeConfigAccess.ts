import { isError } from '@backstage/errors';
import type { KubeConfig } from '@kubernetes/client-node';
import { versionOfFile } from '../utils/versionOfFile';
import { newClusterKubeConfig, type ClusterAndUser } from './ClusterKubeConfig';
import {
  readContext,
  unreadableError,
  type KubeConfigFiles,
} from './kubeConfigContext';
import { KubeConfigCredential } from './KubeConfigCredential';
import type { PlatformAccess } from './PlatformAccess';

/** What was read last, and of which state of the files. */
type Read = { version: string } & (
  | { kind: 'files'; credential: KubeConfigCredential }
  | { kind: 'other'; fixed: ClusterAndUser }
);

/** What counts as long as there is none of the files. */
export interface OtherCluster {
  /** Describes it for people. */
  source: string;
  /** None where it does not apply. */
  find(): ClusterAndUser | undefined;
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
  readonly notes: string[];
  readonly #files: KubeConfigFiles;
  readonly #other: OtherCluster | undefined;
  readonly #label: string;
  #read: Read | undefined;
  /** A file that is gone is a mistake; it does not make another cluster the platform. */
  #hadFiles = false;

  /**
   * @param options.name - default: what the kubeconfig calls the cluster, else `local`
   * @param options.other - instead, as long as none of the files has been there
   * @param options.label - what to call the files; default: the setting that names them
   */
  constructor(
    files: KubeConfigFiles,
    options: { name?: string; other?: OtherCluster; label?: string } = {},
  ) {
    this.#files = files;
    this.#other = options.other;
    this.#label = options.label ?? files.setting;
    this.notes = [];
    let read: Read | undefined;
    try {
      read = this.#readAgain();
    } catch (error) {
      this.notes.push(isError(error) ? error.message : String(error));
    }
    const cluster =
      read?.kind === 'files' ? read.credential.cluster : read?.fixed.cluster;
    this.name = options.name ?? cluster?.name ?? 'local';
    const unknown = {
      name: this.name,
      server: `cluster ${this.name} of ${this.source}`,
      skipTLSVerify: false,
    };
    this.own = newClusterKubeConfig(
      { cluster: cluster ?? unknown, user: { name: this.name } },
      {
        current: async () => {
          const now = this.#readAgain();
          return now.kind === 'files' ? now.credential.current() : now.fixed;
        },
        renew: () => {
          if (this.#read?.kind === 'files') this.#read.credential.renew();
        },
      },
    );
  }

  get source(): string {
    return this.#read?.kind === 'other' && this.#other
      ? this.#other.source
      : `${this.#label} (${this.#files.files.join(', ')})`;
  }

  withToken(): never {
    throw new Error(`Cluster ${this.name} takes no tokens of people.`);
  }

  /** @throws ServiceUnavailableError naming the setting, the file and the remedy. */
  #readAgain(): Read {
    const last = this.#read;
    // Nothing of the old files stays, also where the new ones are wrong.
    this.#read = undefined;
    const versions = this.#files.files.map(file => this.#versionOf(file));
    const version = versions.join();
    this.#read =
      last?.version === version ? last : { version, ...this.#load(versions) };
    return this.#read;
  }

  /** As kubectl does: of several files, those count that are there. */
  #load(versions: (string | undefined)[]) {
    const { files, setting } = this.#files;
    const present = files.filter((_, index) => versions[index] !== undefined);
    if (present.length > 0) {
      this.#hadFiles = true;
      const context = readContext({ ...this.#files, files: present });
      const credential = new KubeConfigCredential(context);
      return { kind: 'files', credential } as const;
    }
    const fixed = this.#hadFiles ? undefined : this.#other?.find();
    if (fixed) return { kind: 'other', fixed } as const;
    throw unreadableError(files, setting, { code: 'ENOENT' });
  }

  /** Undefined for a file that is not there. */
  #versionOf(file: string): string | undefined {
    try {
      return versionOfFile(file);
    } catch (error) {
      throw unreadableError([file], this.#files.setting, error);
    }
  }
}
