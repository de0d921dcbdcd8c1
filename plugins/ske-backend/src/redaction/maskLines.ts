import { Transform } from 'node:stream';
import { StringDecoder } from 'node:string_decoder';
import { maskText } from './maskText';

/**
 * Where to cut a text so that no secret is cut in two: before a secret that crosses
 * the wanted position. The rest is masked with the next part.
 */
const findCut = (text: string, secrets: string[], wanted: number) =>
  secrets.reduce((cut, secret) => {
    const start = text.lastIndexOf(secret, cut - 1);
    return start >= 0 && start + secret.length > cut ? start : cut;
  }, wanted);

/** A longer line is not waited for: it is masked in parts. */
const LONGEST_LINE = 64 * 1024;
/** Shorter lines of a secret occur in ordinary text, and are not masked on their own. */
const SHORTEST_LINE = 8;

/**
 * Masks secrets in a text as it is written, line by line, so that none is cut in
 * two; of a secret of several lines, each line.
 */
export function maskLines(secrets: string[]): Transform {
  const lines = secrets.flatMap(secret =>
    secret.split('\n').filter(line => line.length >= SHORTEST_LINE),
  );
  const all = [...secrets, ...lines];
  const longest = Math.max(0, ...all.map(secret => secret.length));
  const decoder = new StringDecoder();
  let rest = '';
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      const text = rest + decoder.write(chunk);
      const whole = text.lastIndexOf('\n') + 1;
      const isLong = text.length - whole > LONGEST_LINE;
      const end = isLong ? findCut(text, all, text.length - longest) : whole;
      const masked = maskText(text.slice(0, end), all);
      rest = text.slice(end);
      done(null, masked);
    },
    flush(done) {
      done(null, maskText(rest + decoder.end(), all));
    },
  });
}
