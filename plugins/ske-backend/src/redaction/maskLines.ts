import { Transform } from 'node:stream';
import { StringDecoder } from 'node:string_decoder';
import { maskText } from './maskText';

/**
 * Where to cut a text so that no secret is cut in two: before a secret that crosses
 * the wanted position. The rest is masked with the next part.
 */
function findCut(text: string, secrets: string[], wanted: number): number {
  let cut = wanted;
  const before = (secret: string) => {
    // Only here can it cross the cut: the rest of the text is not looked through.
    const from = Math.max(0, cut - secret.length + 1);
    const start = text.slice(from, cut + secret.length - 1).indexOf(secret);
    return start < 0 ? cut : from + start;
  };
  // An earlier cut may be within another one of them.
  for (;;) {
    const earlier = Math.min(cut, ...secrets.map(before));
    if (earlier === cut) return cut;
    cut = earlier;
  }
}

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
