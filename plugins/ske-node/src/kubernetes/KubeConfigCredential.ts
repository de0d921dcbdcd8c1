import type { RequestOptions } from 'node:https';
import { ServiceUnavailableError } from '@backstage/errors';
import type { Cluster, User } from '@kubernetes/client-node';
import { asText, at } from '@syntasso/plugin-ske-common';
import { codeOf } from '../utils/httpErrors';
import { versionOfFile } from '../utils/versionOfFile';
import { waitAtMost } from '../utils/waitAtMost';
import { allowPlainHttp, type ClusterAndUser } from './ClusterKubeConfig';
import { KeptUser } from './KeptUser';
import type { KubeConfigContext } from './kubeConfigContext';
import { newKubeConfig } from './kubernetesLibrary';

/** A program that asks somebody something would wait for ever: nobody sits there. */
const LONGEST_MS = 30_000;

/** The last answer, and the user and the state of the files that it was made of. */
interface Resolved {
  user: User;
  versions: string;
  answer: ClusterAndUser;
}

/**
 * The cluster of a context, and its user with a credential, by the library. There is one
 * for each state of the files, so that nothing that came of an old one is used with a new
 * one. The files that it refers to rotate by themselves: they are read again when they have
 * changed.
 */
export class KubeConfigCredential {
  readonly #context: KubeConfigContext;
  readonly #kept = new KeptUser();
  #resolved: Resolved | undefined;

  constructor(context: KubeConfigContext) {
    this.#context = context;
  }

  /** What is known without a credential. */
  get cluster(): Cluster {
    return this.#context.cluster;
  }

  /** @throws ServiceUnavailableError naming the user or cluster, the field and the file. */
  async current(): Promise<ClusterAndUser> {
    const { user } = this.#context;
    if (!this.#signIn) return this.#resolveOnce(user);
    // The library does not tell how long it is good, and keeps none that does not end.
    const signedIn = this.#kept.current(async () => ({
      user: (await this.#resolve(user)).user,
      until: Infinity,
    }));
    // Nor does it end a program: one that hangs is not started a second time.
    const late = `has not ended after ${LONGEST_MS / 1_000} s, and runs on`;
    return this.#resolveOnce(
      await waitAtMost(LONGEST_MS, signedIn, this.#signInProblem(late)),
    );
  }

  /** Forgets a credential of a program or a file that was not accepted. */
  renew() {
    this.#kept.renew();
    this.#resolved = undefined;
  }

  /** Resolves a user again only where something has changed. */
  async #resolveOnce(user: User): Promise<ClusterAndUser> {
    // Taken before reading: a change while it is read counts as another state.
    const versions = this.#versionsOfFiles();
    const last = this.#resolved;
    if (last?.user === user && last.versions === versions) return last.answer;
    this.#resolved = undefined;
    const answer = await this.#resolve(user);
    this.#resolved = { user, versions, answer };
    return answer;
  }

  /** @throws ServiceUnavailableError naming the file that cannot be read. */
  #versionsOfFiles(): string {
    try {
      return this.#referredFiles
        .map(([, , file]) => file && versionOfFile(file))
        .join();
    } catch (error) {
      throw new ServiceUnavailableError(this.#problemOf(error));
    }
  }

  /** Fields that name files: the field, the cluster or user that has it, and the file. */
  get #referredFiles() {
    const { cluster, user, labels } = this.#context;
    const tokenFile = asText(at(user.authProvider, 'config', 'tokenFile'));
    return [
      ['certificate-authority', labels.cluster, cluster.caFile],
      ['client-certificate', labels.user, user.certFile],
      ['client-key', labels.user, user.keyFile],
      ['tokenFile', labels.user, tokenFile],
    ] as const;
  }

  /** Puts in what the cluster and the user refer to. */
  async #resolve(user: User): Promise<ClusterAndUser> {
    // A new one each time: it would keep the token of a program that was not accepted.
    const library = newKubeConfig();
    library.loadFromClusterAndUser(allowPlainHttp(this.cluster), user);
    const options: RequestOptions = {};
    try {
      await library.applyToHTTPSOptions(options);
    } catch (error) {
      throw new ServiceUnavailableError(this.#problemOf(error));
    }
    const certData = base64(options.cert);
    const keyData = base64(options.key);
    const header = asText(at(options.headers, 'Authorization'));
    const token = header?.replace(/^Bearer/, '').trim() || undefined;
    const isSigned = token || (certData && keyData);
    if ((user.exec || user.authProvider) && !isSigned) {
      throw new ServiceUnavailableError(
        this.#signInProblem('gives no token that is good now'),
      );
    }
    // The library refuses such a header, and quotes it.
    if (token && !/^[\t\x20-\x7e\x80-\xff]+$/.test(token)) {
      throw new ServiceUnavailableError(
        `the token of ${
          this.#context.labels.user
        } has a character that no token has. Correct it.`,
      );
    }
    const { name, username, impersonateUser } = user;
    const password = user.password ?? '';
    return {
      cluster: {
        ...this.cluster,
        caFile: undefined,
        caData: base64(options.ca),
      },
      user: {
        ...{ name, token, certData, keyData, impersonateUser },
        ...(username ? { username, password } : {}),
      },
    };
  }

  /** What takes long to give a credential. */
  get #signIn(): string | undefined {
    const { user } = this.#context;
    if (user.exec) return `program ${at(user.exec, 'command')}`;
    const provider = at(user.authProvider, 'name');
    return provider === 'oidc' ? 'auth-provider oidc' : undefined;
  }

  #signInProblem(problem: string): string {
    const { labels, tryByHand } = this.#context;
    return `the ${this.#signIn ?? 'tokenFile'} of ${
      labels.user
    } ${problem}. What it says is not shown, as there may be secrets in it. Try it with the account that Backstage runs with: ${tryByHand}`;
  }

  /** In our words: the library's have the output of programs in them. */
  #problemOf(error: unknown): string {
    const { user, labels } = this.#context;
    const code = codeOf(error);
    const path = asText(at(error, 'path'));
    const referred = this.#referredFiles.find(
      ([, , file]) => path && file === path,
    );
    if (referred) {
      const [field, label] = referred;
      return `${field} of ${label}: cannot read ${path} (${code}). Put the file there, or correct the path, which counts from the folder of the kubeconfig.`;
    }
    const isStart = asText(at(error, 'syscall'))?.startsWith('spawn');
    if (isStart) return this.#signInProblem(`could not be run (${code})`);
    if (user.exec && !code) {
      const failed = 'failed, or gave no ExecCredential in JSON';
      return this.#signInProblem(failed);
    }
    return this.#signIn && !user.exec
      ? this.#signInProblem('gives no token that is good now')
      : `${labels.cluster} or ${labels.user} has a field that cannot be used (${
          code ?? 'it is of the wrong type'
        }). Correct it.`;
  }
}

/** As the `-data` fields have it. */
const base64 = (pem: unknown): string | undefined =>
  pem ? Buffer.from(String(pem)).toString('base64') : undefined;
