/** YN0060: a version that does not fit; YN0002: nothing provided. */
const WARNING = /^➤ YN(?:0060|0002): (?:│ )?(.*)$/gm;

/** Codes of Yarn for a warning, which are other ones in each installation. */
const HASH = / \(p[0-9a-f]{5,}\)/g;

/** What Yarn says of peer dependencies while it installs. */
export const peerWarningsIn = (output: string): string[] => [
  ...new Set(
    [...output.matchAll(WARNING)].map(([, text]) =>
      text.replace(HASH, '').trim(),
    ),
  ),
];

/** What a warning is about: package, version and who asks, without the versions asked for. */
const subjectOf = (warning: string) =>
  warning
    .replace(/ (?:and other dependencies )?requests? \(.*$/, '')
    .replace(/ and other dependencies\.$/, '.');

/**
 * Warnings that an app has because of us: those that it did not have before, and those that
 * name a package of ours. Of several that ask for a package, Yarn names the first that does
 * not get what it asks for.
 */
export const newPeerWarnings = (before: string, after: string): string[] => {
  const known = new Set(peerWarningsIn(before).map(subjectOf));
  return peerWarningsIn(after).filter(
    warning => !known.has(subjectOf(warning)) || warning.includes('@syntasso/'),
  );
};
