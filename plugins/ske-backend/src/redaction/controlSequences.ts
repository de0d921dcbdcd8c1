import { Transform } from 'node:stream';
import { StringDecoder } from 'node:string_decoder';
import { stripVTControlCharacters } from 'node:util';

/** The beginning of a control sequence at the end of a text; a longer one is none. */
// eslint-disable-next-line no-control-regex -- control characters are what is looked for
const UNFINISHED = /[\u001b\u009b][^\u0007a-zA-Z]{0,30}$/;

/**
 * A text without the sequences by which programs colour what they write to a
 * terminal. Secrets are looked for afterwards: a colour may stand within one.
 */
export const withoutControlSequences = (text: string): string =>
  stripVTControlCharacters(text);

/** Takes control sequences out of a text as it is written, however it is cut. */
export function stripControlSequences(): Transform {
  const decoder = new StringDecoder();
  let rest = '';
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      const text = rest + decoder.write(chunk);
      const end = text.search(UNFINISHED);
      rest = end < 0 ? '' : text.slice(end);
      done(
        null,
        withoutControlSequences(text.slice(0, text.length - rest.length)),
      );
    },
    flush(done) {
      done(null, withoutControlSequences(rest + decoder.end()));
    },
  });
}
