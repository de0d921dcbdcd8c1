import { createHash } from 'node:crypto';
import { constants, gunzipSync, gzipSync } from 'node:zlib';
import { InputError } from '@backstage/errors';
import { CATALOG_INFO } from '@syntasso/plugin-ske-common';

/** The first line of a result: this, a hash of the text, and how many lines follow. */
const BEGIN = 'backstage-controller-result-v1';
const BEGIN_LINE = new RegExp(`^${BEGIN} ([0-9a-f]{64}) (\\d+)$`);
const LINE_LENGTH = 4_000;

/** As base64 it fits into what is read of a log, and into a ConfigMap. */
const MOST_COMPRESSED = 600_000;
const MOST_BYTES = 5_000_000;

/** More lines than any result has. */
export const RESULT_LINES =
  Math.ceil((MOST_COMPRESSED * 1.4) / LINE_LENGTH) + 50;

/** A text, so that it fits into a ConfigMap. */
export const compressResult = (content: string): string =>
  gzipSync(content, { level: constants.Z_BEST_COMPRESSION }).toString('base64');

/** What {@link compressResult} was given. */
export const expandResult = (base64: string): string =>
  gunzipSync(Buffer.from(base64, 'base64'), {
    maxOutputLength: MOST_BYTES,
  }).toString('utf8');

/**
 * Lines for the log of a container, by which a controller gets a text that the container
 * has made: it needs no right on the platform for that.
 *
 * @throws InputError for a text that is too long.
 */
export function formatResult(content: string): string {
  const base64 = compressResult(content);
  const size = Buffer.byteLength(content);
  if (size > MOST_BYTES || base64.length > (MOST_COMPRESSED * 4) / 3) {
    throw new InputError(
      `${CATALOG_INFO} is too large: ${size} bytes, ${base64.length} when compressed. It may have ${MOST_BYTES}, and about ${MOST_COMPRESSED} when compressed.`,
    );
  }
  const lines = base64.match(new RegExp(`.{1,${LINE_LENGTH}}`, 'g')) ?? [];
  return [`${BEGIN} ${hashOf(content)} ${lines.length}`, ...lines, ''].join(
    '\n',
  );
}

/** The text in a log; undefined where it is not there, or not all of it. */
export function readResult(log: string): string | undefined {
  const lines = log.split('\n').map(line => line.trim());
  const begin = lines.findLastIndex(line => BEGIN_LINE.test(line));
  const [, hash, count] = BEGIN_LINE.exec(lines[begin] ?? '') ?? [];
  if (hash === undefined) return undefined;
  const base64 = lines.slice(begin + 1, begin + 1 + Number(count)).join('');
  try {
    const content = expandResult(base64);
    return hashOf(content) === hash ? content : undefined;
  } catch {
    // Lines are missing: what is left is no gzip.
    return undefined;
  }
}

const hashOf = (text: string) =>
  createHash('sha256').update(text).digest('hex');
