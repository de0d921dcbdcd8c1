import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Config } from '@backstage/config';
import { InputError } from '@backstage/errors';
import { ScmIntegrations } from '@backstage/integration';
import { givenAuth, integrationAuth } from './credentials';
import { safePath } from './safePath';
import { GitRepository } from './GitRepository';

/** Where requests go in the Git modes (`ske.scm`). @public */
export interface ScmTarget {
  repository: GitRepository;
  branch: string;
  /** Folder in the repository; '' is all of it. */
  path: string;
}

/** Who commits, when nobody else is named. */
const AUTHOR = { name: 'SKE', email: 'ske@backstage.io' };

let ownTemporary: string | undefined;

/**
 * Folder for clones: below `backend.workingDirectory`, else one in the system's
 * temporary folder that only this process knows and may read.
 *
 * @public
 */
export function cloneFolder(config: Config): string {
  const parent = config.getOptionalString('backend.workingDirectory');
  if (parent !== undefined) return join(parent, 'ske-git');
  if (ownTemporary === undefined) {
    const folder = mkdtempSync(join(tmpdir(), 'ske-git-'));
    process.once('exit', () =>
      rmSync(folder, { recursive: true, force: true }),
    );
    ownTemporary = folder;
  }
  return ownTemporary;
}

/** `ske.scm.defaultAuthor`. @public */
export const authorFromConfig = (config: Config) => ({
  name: config.getOptionalString('ske.scm.defaultAuthor.name') ?? AUTHOR.name,
  email:
    config.getOptionalString('ske.scm.defaultAuthor.email') ?? AUTHOR.email,
});

/**
 * Reads `ske.scm`.
 *
 * @throws InputError naming the key of app-config that is wrong, and the remedy.
 * @public
 */
export function scmTargetFromConfig(config: Config): ScmTarget {
  const url = repositoryUrl(config);
  const path = (config.getOptionalString('ske.scm.path') ?? '').replace(
    /^\/+|\/+$/g,
    '',
  );
  return {
    repository: new GitRepository({
      remote: { url, headers: authFromConfig(config, url) },
      author: authorFromConfig(config),
      folder: cloneFolder(config),
    }),
    branch: config.getOptionalString('ske.scm.branch') ?? 'main',
    path: path === '' ? '' : checkedPath(path),
  };
}

function repositoryUrl(config: Config): string {
  const given = config.getOptionalString('ske.scm.repoUrl');
  if (!given) {
    throw new InputError(
      'ske.scm.repoUrl is missing, and ske.mode needs it. Give the HTTPS address of the repository that requests go to.',
    );
  }
  const url = URL.canParse(given) ? new URL(given) : undefined;
  if (url?.protocol !== 'https:' && url?.protocol !== 'http:') {
    throw new InputError(
      `ske.scm.repoUrl is "${given}", which is no HTTPS address. Write it as https://host/organisation/repository.`,
    );
  }
  if (url.username || url.password) {
    throw new InputError(
      'ske.scm.repoUrl has a credential in it, which would show up in logs. Put it into ske.scm.token.',
    );
  }
  return given.replace(/\/+$/, '');
}

function authFromConfig(config: Config, url: string) {
  const token = config.getOptionalString('ske.scm.token');
  if (token === undefined) {
    const auth = integrationAuth(ScmIntegrations.fromConfig(config));
    return () => auth(url);
  }
  const type = config.getOptionalString('ske.scm.type');
  const username = config.getOptionalString('ske.scm.username');
  const headers = givenAuth({ token, username, type });
  if (headers) return async () => headers;
  throw new InputError(
    `ske.scm.token needs a user name to go with it: set ske.scm.type to github or gitlab${
      type ? ` (it is "${type}")` : ''
    }, or ske.scm.username.`,
  );
}

function checkedPath(path: string): string {
  try {
    return safePath(path);
  } catch (error) {
    throw new InputError(`ske.scm.path: ${(error as Error).message}`);
  }
}
