import type { Readable } from 'node:stream';
import { StringDecoder } from 'node:string_decoder';

/**
 * The lines of a stream as they come, those of a chunk together. An error of the stream
 * ends it by that error. `node:readline` would keep 33 kB for each stream that is silent,
 * and there are hundreds.
 */
export async function* linesOf(stream: Readable): AsyncGenerator<string[]> {
  // Not the stream's own: what waits in it would wait on the heap.
  const decoder = new StringDecoder('utf8');
  /** The beginning of a line: joined once, however many chunks it takes. */
  let begun: string[] = [];
  for await (const chunk of stream as AsyncIterable<Buffer>) {
    const lines = decoder.write(chunk).split('\n');
    begun.push(lines.pop() ?? '');
    if (lines.length === 0) continue;
    const rest = begun.pop() ?? '';
    lines[0] = begun.join('') + lines[0];
    begun = rest ? [rest] : [];
    yield lines.map(withoutReturn);
  }
  const last = begun.join('') + decoder.end();
  if (last) yield [withoutReturn(last)];
}

const withoutReturn = (line: string) =>
  line.endsWith('\r') ? line.slice(0, -1) : line;
