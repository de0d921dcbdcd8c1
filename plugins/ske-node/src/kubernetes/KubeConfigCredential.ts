import { readFile } from 'node:fs/promises';
import type { RequestOptions } from 'node:https';
import { dirname, resolve } from 'node:path';
import { ServiceUnavailableError } from '@backstage/errors';
import { KubeConfig, type Cluster, type User } from '@kubernetes/client-node';
import { asText, at } from '@syntasso/plugin-ske-common';
import { reasonOf } from '../utils/httpErrors';
import { allowPlainHttp, type ClusterAndUser } from './ClusterKubeConfig';
import { ProgramError, runCredentialProgram } from './execCredential';
import { KeptUser, type NewUser } from './KeptUser';
import type {
  ExecSettings,
  KubeConfigContext,
  NamedSettings,
} from './kubeConfigContext';

/**
 * The cluster of a context, and its user with a credential. There is one for each state
 * of the files, so that nothing that came of an old one is used with a new one. The files
 * that it refers to are read with each request: they rotate by themselves.
 */
export class KubeConfigCredential {
  readonly #context: KubeConfigContext;
  readonly #kept = new KeptUser();

  constructor(context: KubeConfigContext) {
    this.#context = context;
  }

  /** What is known without a credential. */
  get cluster(): Cluster {
    const { name, settings } = this.#context.cluster;
    return {
      name,
      server: settings.server.replace(/\/$/, ''),
      skipTLSVerify: settings['insecure-skip-tls-verify'] === true,
      caData: settings['certificate-authority-data'],
      tlsServerName: settings['tls-server-name'],
      proxyUrl: settings['proxy-url'],
    };
  }

  /** @throws ServiceUnavailableError naming the user or cluster, the field and the file. */
  async current(): Promise<ClusterAndUser> {
    const { cluster } = this.#context;
    const caData =
      cluster.settings['certificate-authority-data'] ??
      (await readBase64(
        cluster,
        'certificate-authority',
        cluster.settings['certificate-authority'],
      ));
    return {
      cluster: { ...this.cluster, caData },
      user: await this.#user(),
    };
  }

  /** Forgets what a program gave, which was not accepted. */
  renew() {
    this.#kept.renew();
  }

  async #user(): Promise<User> {
    const { user } = this.#context;
    if (!user) return { name: this.cluster.name };
    const { settings } = user;
    return {
      name: user.name,
      certData:
        settings['client-certificate-data'] ??
        (await readBase64(
          user,
          'client-certificate',
          settings['client-certificate'],
        )),
      keyData:
        settings['client-key-data'] ??
        (await readBase64(user, 'client-key', settings['client-key'])),
      impersonateUser: settings.as,
      ...(await this.#tokenOrPassword()),
    };
  }

  /** As kubectl does: a token that is written down counts before a program. */
  async #tokenOrPassword(): Promise<Partial<User>> {
    const { user } = this.#context;
    if (!user) return {};
    const { settings } = user;
    if (settings.tokenFile) {
      const content = await readReferred(user, 'tokenFile', settings.tokenFile);
      const token = content.toString('utf8').trim();
      if (token) return { token };
      throw new ServiceUnavailableError(
        `tokenFile of user "${user.name}" of ${user.file} is empty. Put a token into it.`,
      );
    }
    if (settings.token) return { token: settings.token };
    if (settings.username) {
      return { username: settings.username, password: settings.password ?? '' };
    }
    const { exec, 'auth-provider': provider } = settings;
    if (exec) {
      const program = { ...user, settings: exec };
      return this.#kept.current(() => this.#run(program));
    }
    if (provider) {
      return this.#kept.current(() => this.#signIn(provider, user));
    }
    return {};
  }

  async #run(program: NamedSettings<ExecSettings>): Promise<NewUser> {
    try {
      return await runCredentialProgram(program);
    } catch (error) {
      if (!(error instanceof ProgramError)) throw error;
      const { name, file, settings } = program;
      throw new ServiceUnavailableError(
        `the program ${settings.command} of user "${name}" of ${file} ${
          error.message
        }, so that there is no credential. Its output is not shown, as there may be secrets in it. ${
          this.#remedy
        }`,
      );
    }
  }

  /** By the library, of which no message is shown: it quotes what it cannot read. */
  async #signIn(
    authProvider: object,
    { name, file }: NamedSettings<unknown>,
  ): Promise<NewUser> {
    const library = new KubeConfig();
    library.loadFromClusterAndUser(allowPlainHttp(this.cluster), {
      name,
      authProvider,
    });
    const options: RequestOptions = {};
    const failed = await library.applyToHTTPSOptions(options).then(
      () => false,
      () => true,
    );
    const authorization = asText(at(options.headers, 'Authorization'));
    if (failed || !authorization) {
      throw new ServiceUnavailableError(
        `the auth-provider oidc of user "${name}" of ${file} gives no token that is good now. Sign in again. ${
          this.#remedy
        }`,
      );
    }
    const token = authorization.replace(/^Bearer /, '');
    // The library knows how long it is good.
    return { user: { name, token }, until: 0 };
  }

  get #remedy(): string {
    return `Try it with the account that Backstage runs with: ${
      this.#context.tryByHand
    }`;
  }
}

/** What a file has that a field names, as the `-data` of the field would be. */
async function readBase64(
  owner: NamedSettings<unknown>,
  field: string,
  path: string | undefined,
): Promise<string | undefined> {
  if (path === undefined) return undefined;
  return (await readReferred(owner, field, path)).toString('base64');
}

/** A relative path counts from the folder of the file that has it. */
async function readReferred(
  { kind, name, file }: NamedSettings<unknown>,
  field: string,
  path: string,
): Promise<Buffer> {
  const absolute = resolve(dirname(file), path);
  try {
    return await readFile(absolute);
  } catch (error) {
    throw new ServiceUnavailableError(
      `${field} of ${kind} "${name}" of ${file}: cannot read ${absolute} (${reasonOf(
        error,
      )}). Put the file there, or correct the path, which counts from the folder of the kubeconfig.`,
    );
  }
}
