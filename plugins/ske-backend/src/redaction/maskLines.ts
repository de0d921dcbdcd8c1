import { Transform } from 'node:stream';
import { StringDecoder } from 'node:string_decoder';
import { MASK, maskSecretTexts } from '@syntasso/plugin-ske-common';
import { shareEventLoop } from '../utils/shareEventLoop';
import { findSecrets, longestSpelling, maskEncodedSecrets } from './maskText';

/** A longer line is not waited for: it is masked in parts. */
const LONGEST_LINE = 64 * 1024;
/** Shorter lines of a secret occur in ordinary text, and are not masked on their own. */
const SHORTEST_LINE = 8;
/** So many characters are masked before it is asked whether others have a turn. */
const AT_ONCE = 16 * 1024;

/**
 * Masks secrets in a text as it is written, line by line, so that none is cut in
 * two; of a secret of several lines, each line.
 */
export function maskLines(secrets: string[]): Transform {
  const lines = secrets.flatMap(secret =>
    secret.split('\n').filter(line => line.length >= SHORTEST_LINE),
  );
  const all = [...new Set([...secrets, ...lines])];
  const longest = longestSpelling(all);
  const decoder = new StringDecoder();
  let rest = '';
  /** Characters at the beginning of the rest that are written already. */
  let written = 0;

  /**
   * Masks the rest up to a place, also what of a secret crosses it.
   *
   * @param context - so many characters before it are looked at again with what comes
   */
  const maskUpTo = (end: number, context: number): string => {
    let masked = '';
    let done = written;
    for (const span of findSecrets(rest, all)) {
      if (span.end <= done || span.start >= end) continue;
      masked += rest.slice(done, span.start) + MASK;
      done = Math.min(span.end, end);
    }
    masked += rest.slice(done, end);
    const start = Math.max(0, end - context);
    rest = rest.slice(start);
    written = end - start;
    // What only looks like a secret may have a known one in it.
    return maskSecretTexts(maskEncodedSecrets(masked, all), MASK);
  };
  /** Whole lines; of a long line all but what may be the beginning of a secret. */
  const maskComplete = (): string => {
    const lineEnd = beforeOpenKey(rest, rest.lastIndexOf('\n') + 1);
    const cut = rest.length - longest;
    // A secret that begins before the cut may end in what comes.
    if (cut - Math.max(lineEnd, written) > LONGEST_LINE) {
      return maskUpTo(cut, longest);
    }
    return lineEnd > written ? maskUpTo(lineEnd, 0) : '';
  };

  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      const add = async () => {
        const text = decoder.write(chunk);
        const pause = shareEventLoop();
        for (let from = 0; from < text.length; from += AT_ONCE) {
          await pause();
          rest += text.slice(from, from + AT_ONCE);
          this.push(maskComplete());
        }
      };
      add().then(() => done(), done);
    },
    flush(done) {
      rest += decoder.end();
      done(null, maskUpTo(rest.length, 0));
    },
  });
}

const KEY_BEGINS = '-----BEGIN ';
const KEY_ENDS = '-----END ';

/** The place itself, or before it the beginning of a key that has no end there. */
function beforeOpenKey(text: string, end: number): number {
  const begins = text.lastIndexOf(KEY_BEGINS, end);
  if (begins < 0 || begins >= end) return end;
  return text.slice(begins, end).includes(KEY_ENDS) ? end : begins;
}
