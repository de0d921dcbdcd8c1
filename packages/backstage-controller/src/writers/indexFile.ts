import { createHash } from 'node:crypto';
import { stringify } from 'yaml';
import { NOTE } from './outputHeader';

/**
 * A Location of the catalog that names all files of a folder: Backstage looks for files by
 * a pattern at some hosts only.
 *
 * @param name - of the entity
 * @param folder - where the index is; '' is the root
 * @param paths - of files in the folder
 */
export function indexText(
  name: string,
  folder: string,
  paths: Iterable<string>,
): string {
  const start = folder === '' ? 0 : folder.length + 1;
  const targets = [...paths].sort().map(path => `./${path.slice(start)}`);
  const entity = {
    apiVersion: 'backstage.io/v1alpha1',
    kind: 'Location',
    metadata: { name },
    spec: { targets },
  };
  return `${NOTE}${stringify(entity, { lineWidth: 0 })}`;
}

/** A name for the entity in an index that no index in another place has. */
export function indexName(url: string, branch: string, path: string): string {
  const place = JSON.stringify([url, branch, path]);
  const hash = createHash('sha256').update(place).digest('hex').slice(0, 8);
  return `backstage-controller-${hash}`;
}

/** The paths of files after edits, and whether files have come or gone by them. */
export function pathsAfter(
  before: ReadonlySet<string>,
  edits: ReadonlyMap<string, string | null>,
): { paths: ReadonlySet<string>; isChanged: boolean } {
  const paths = new Set(before);
  let isChanged = false;
  for (const [path, content] of edits) {
    const isThere = content !== null;
    if (isThere === before.has(path)) continue;
    isChanged = true;
    if (isThere) paths.add(path);
    else paths.delete(path);
  }
  return { paths, isChanged };
}
