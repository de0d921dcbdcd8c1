/** Packages of which an app should have one copy. */
const SINGLE =
  /^(?:@backstage\/|@syntasso\/|react$|react-dom$|@codemirror\/(?:state|view)$|@material-ui\/core$|react-router(?:-dom)?$|@remixicon\/react$)/;

/**
 * The packages that an app has more than once and should have once, with their versions.
 *
 * @param lock - the text of a `yarn.lock`
 */
export function duplicatesIn(lock: string): Record<string, string[]> {
  const versions = new Map<string, Set<string>>();
  for (const [, name, version] of lock.matchAll(
    /^ {2}resolution: "((?:@[^/"]+\/)?[^@"]+)@npm:([^"]+)"/gm,
  )) {
    versions.set(name, (versions.get(name) ?? new Set()).add(version));
  }
  return Object.fromEntries(
    [...versions]
      .filter(([name, found]) => found.size > 1 && SINGLE.test(name))
      .map(([name, found]) => [name, [...found].sort()]),
  );
}

/** Which of them are new, or have more versions. */
export function newDuplicates(
  before: Record<string, string[]>,
  after: Record<string, string[]>,
): Record<string, string[]> {
  return Object.fromEntries(
    Object.entries(after).filter(
      ([name, versions]) => versions.length > (before[name]?.length ?? 1),
    ),
  );
}
