import { setTimeout as sleep } from 'node:timers/promises';

/** An account of the Git host. */
export interface Account {
  name: string;
  password: string;
}

const MERGE = { Do: 'merge' };
const MERGE_ATTEMPTS = 50;

/** The organisation that repositories are made in. */
const ORGANISATION = 'platform';

/** A Gitea that runs, with throw-away data, on loopback. */
export interface Gitea {
  url: string;
  /** Host and port, as in `integrations.gitea`. */
  host: string;
  /** Names and passwords; a password also serves Git and the API. */
  accounts: Record<'admin' | 'robot' | 'reviewer' | 'reader', Account>;
  /** The organisation that repositories are made in. */
  organisation: string;
  /** Makes a repository with a first commit on `main`. */
  create(name: string): Promise<GiteaRepository>;
  /** A repository that exists already. */
  repository(name: string): GiteaRepository;
}

/** A repository, and what people do with it. */
export interface GiteaRepository {
  name: string;
  url: string;
  /** As the scaffolder's RepoUrlPicker writes it. */
  repoUrl: string;
  /** Calls Gitea's API for this repository; as admin unless another account is named. */
  api<T>(
    method: string,
    path: string,
    body?: unknown,
    as?: keyof Gitea['accounts'],
  ): Promise<T>;
  /** The text of a file, undefined where there is none. */
  read(path: string, branch?: string): Promise<string | undefined>;
  /** Paths of all files. */
  files(branch?: string): Promise<string[]>;
  /** Messages of a branch's commits, newest first; none without such a branch. */
  log(branch?: string): Promise<string[]>;
  /** Commits a file as somebody else, or removes it. */
  commit(path: string, content: string | null, branch?: string): Promise<void>;
  /** All pull requests, newest first. */
  pulls(): Promise<{ number: number; state: string; title: string }[]>;
  merge(number: number): Promise<void>;
  close(number: number): Promise<void>;
  reopen(number: number): Promise<void>;
  approve(number: number): Promise<void>;
  /** Lets nobody push to a branch. */
  protect(branch: string): Promise<void>;
}

/** Creates the organisation, and gives each account its rights there. */
export async function prepareGitea(
  options: Pick<Gitea, 'url' | 'accounts'>,
): Promise<void> {
  const { accounts } = options;
  const api = apiClient(options);
  await api('POST', '/orgs', { username: ORGANISATION });
  for (const [team, permission, members] of [
    ['writers', 'write', [accounts.robot, accounts.reviewer]],
    ['readers', 'read', [accounts.reader]],
  ] as const) {
    const { id } = await api<{ id: number }>(
      'POST',
      `/orgs/${ORGANISATION}/teams`,
      {
        name: team,
        permission,
        includes_all_repositories: true,
        units: ['repo.code', 'repo.pulls'],
      },
    );
    for (const { name } of members) {
      await api('PUT', `/teams/${id}/members/${name}`);
    }
  }
}

/** A Gitea that runs, by its address and accounts. */
export function connectGitea(options: Pick<Gitea, 'url' | 'accounts'>): Gitea {
  const { url, accounts } = options;
  const host = new URL(url).host;
  const api = apiClient(options);
  const repository = (name: string) => repositoryOf({ api, url, host }, name);
  return {
    url,
    host,
    accounts,
    organisation: ORGANISATION,
    repository,
    async create(name) {
      await api('POST', `/orgs/${ORGANISATION}/repos`, {
        name,
        auto_init: true,
        default_branch: 'main',
      });
      return repository(name);
    },
  };
}

function apiClient({
  url,
  accounts,
}: Pick<Gitea, 'url' | 'accounts'>): GiteaRepository['api'] {
  return async <T>(
    method: string,
    path: string,
    body?: unknown,
    as: keyof Gitea['accounts'] = 'admin',
  ): Promise<T> => {
    const { name, password } = accounts[as];
    const response = await fetch(`${url}/api/v1${path}`, {
      method,
      headers: {
        authorization: `Basic ${Buffer.from(`${name}:${password}`).toString(
          'base64',
        )}`,
        'content-type': 'application/json',
      },
      body: body === undefined ? undefined : JSON.stringify(body),
    });
    const text = await response.text();
    if (!response.ok) {
      throw new Error(`Gitea: ${method} ${path}: ${response.status} ${text}`);
    }
    return (text ? JSON.parse(text) : undefined) as T;
  };
}

function repositoryOf(
  gitea: { api: GiteaRepository['api']; url: string; host: string },
  name: string,
): GiteaRepository {
  const base = `/repos/${ORGANISATION}/${name}`;
  const api: GiteaRepository['api'] = (method, path, body, as) =>
    gitea.api(method, `${base}${path}`, body, as);
  const state = (number: number, to: 'open' | 'closed') =>
    api<void>('PATCH', `/pulls/${number}`, { state: to }, 'reviewer');
  const content = (path: string, branch: string) =>
    api<{ sha: string; content: string }>(
      'GET',
      `/contents/${path}?ref=${encodeURIComponent(branch)}`,
    ).catch(ifMissing);
  return {
    name,
    url: `${gitea.url}/${ORGANISATION}/${name}`,
    repoUrl: `${gitea.host}?owner=${ORGANISATION}&repo=${name}`,
    api,
    async read(path, branch = 'main') {
      const file = await content(path, branch);
      return file && Buffer.from(file.content, 'base64').toString();
    },
    async files(branch = 'main') {
      const { tree } = await api<{ tree: { path: string; type: string }[] }>(
        'GET',
        `/git/trees/${encodeURIComponent(branch)}?recursive=true&per_page=1000`,
      );
      return tree.filter(e => e.type === 'blob').map(e => e.path);
    },
    async log(branch = 'main') {
      const commits: { commit: { message: string } }[] = [];
      // Gitea returns at most 50 on a page, also when more are asked for.
      for (let page = 1; ; page += 1) {
        const found = await api<typeof commits>(
          'GET',
          `/commits?sha=${encodeURIComponent(
            branch,
          )}&limit=50&page=${page}&stat=false`,
        ).catch(ifMissing);
        commits.push(...(found ?? []));
        if (!found || found.length < 50) break;
      }
      return commits.map(({ commit }) => commit.message.trim());
    },
    async commit(path, text, branch = 'main') {
      const present = await content(path, branch);
      const about = { branch, sha: present?.sha, message: `Change ${path}` };
      if (text === null) {
        await api('DELETE', `/contents/${path}`, about, 'reviewer');
        return;
      }
      await api(
        present ? 'PUT' : 'POST',
        `/contents/${path}`,
        { ...about, content: Buffer.from(text).toString('base64') },
        'reviewer',
      );
    },
    async pulls() {
      const pulls: Awaited<ReturnType<GiteaRepository['pulls']>> = [];
      for (let page = 1; ; page += 1) {
        const found = await api<typeof pulls>(
          'GET',
          `/pulls?state=all&limit=50&page=${page}`,
        );
        pulls.push(...found);
        if (found.length < 50) break;
      }
      return pulls.sort((a, b) => b.number - a.number);
    },
    async merge(number) {
      for (let attempt = 1; ; attempt += 1) {
        try {
          await api('POST', `/pulls/${number}/merge`, MERGE, 'reviewer');
          return;
        } catch (error) {
          // Gitea is still checking whether it can be merged.
          const busy = (error as Error).message.includes('try again later');
          if (!busy || attempt === MERGE_ATTEMPTS) throw error;
          await sleep(200);
        }
      }
    },
    close: number => state(number, 'closed'),
    reopen: number => state(number, 'open'),
    async approve(number) {
      await api(
        'POST',
        `/pulls/${number}/reviews`,
        { event: 'APPROVED', body: 'Fine.' },
        'reviewer',
      );
    },
    async protect(branch) {
      await api('POST', '/branch_protections', {
        rule_name: branch,
        enable_push: false,
      });
    },
  };
}

function ifMissing(error: Error): undefined {
  if (error.message.includes(': 404 ')) return undefined;
  throw error;
}
