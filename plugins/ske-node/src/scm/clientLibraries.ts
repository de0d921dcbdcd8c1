import { loadPackage } from '../utils/loadPackage';

/** What the client library of a type of host exports. */
interface ClientLibraries {
  github: typeof import('@octokit/core');
  gitlab: typeof import('@gitbeaker/rest');
  gitea: typeof import('gitea-js');
}

/** Dependencies in package.json, which no static import names. */
const PACKAGES: Record<keyof ClientLibraries, string> = {
  github: '@octokit/core',
  gitlab: '@gitbeaker/rest',
  gitea: 'gitea-js',
};

/**
 * The client library of a type of host. It is loaded when a repository there is asked
 * about for the first time: most installations have one host, and need one of them.
 *
 * @throws ServiceUnavailableError naming the host and the package.
 */
export const loadClientLibrary = <T extends keyof ClientLibraries>(
  type: T,
  host: string,
): ClientLibraries[T] =>
  loadPackage(PACKAGES[type], `pull requests at ${host}`) as ClientLibraries[T];
