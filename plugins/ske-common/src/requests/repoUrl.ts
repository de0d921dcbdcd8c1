/** A repository, as the scaffolder's RepoUrlPicker writes it. @public */
export interface RepoLocation {
  host: string;
  repo: string;
  owner?: string;
  organization?: string;
  workspace?: string;
  project?: string;
}

/** No host has longer addresses; more takes long to be looked at. */
const LONGEST = 2_000;

const PARTS = ['owner', 'organization', 'workspace', 'project'] as const;

/**
 * Reads `host?owner=o&repo=r`. Undefined for anything else; a plain address of
 * a repository (`https://host/o/r`) is read too, since people write that.
 *
 * @public
 */
export function parseRepoUrl(text: string): RepoLocation | undefined {
  if (text.length > LONGEST) return undefined;
  if (/^https?:\/\//.test(text) && !text.includes('?')) return ofAddress(text);
  const withoutScheme = text.replace(/^https?:\/\//, '');
  const question = withoutScheme.indexOf('?');
  if (question < 1) return undefined;
  const host = withoutScheme.slice(0, question).replace(/\/+$/, '');
  const query = new URLSearchParams(withoutScheme.slice(question + 1));
  const repo = query.get('repo')?.trim();
  if (!repo || !isPart(repo) || !/^[\w.-]+(:\d+)?$/.test(host)) {
    return undefined;
  }
  const location: RepoLocation = { host, repo };
  for (const part of PARTS) {
    const value = query.get(part)?.trim();
    if (!value) continue;
    // Groups may be within groups.
    if (!value.split('/').every(isPart)) return undefined;
    location[part] = value;
  }
  return location;
}

/** A name that is one part of an address, and no way to another one. */
const isPart = (name: string) =>
  !['.', '..'].includes(name) && /^[^/\\%?#\p{Cc}]+$/u.test(name);

function ofAddress(text: string): RepoLocation | undefined {
  if (!URL.canParse(text)) return undefined;
  const { host, pathname } = new URL(text);
  const [repo, ...owners] = pathname
    .replace(/(\.git)?\/*$/, '')
    .split('/')
    .filter(Boolean)
    .reverse();
  if (!repo || owners.length === 0) return undefined;
  if (![repo, ...owners].every(isPart)) return undefined;
  return { host, repo, owner: owners.reverse().join('/') };
}

/** Writes what {@link parseRepoUrl} reads. @public */
export function formatRepoUrl(location: RepoLocation): string {
  const query = new URLSearchParams();
  for (const part of PARTS) {
    const value = location[part];
    if (value) query.set(part, value);
  }
  query.set('repo', location.repo);
  return `${location.host}?${query}`;
}
