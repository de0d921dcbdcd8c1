import { PassThrough, Readable } from 'node:stream';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { linesOf } from './linesOf';

async function linesIn(chunks: (string | Buffer)[]): Promise<string[][]> {
  const stream = Readable.from(chunks.map(chunk => Buffer.from(chunk)));
  const found: string[][] = [];
  for await (const lines of linesOf(stream)) found.push(lines);
  return found;
}

it('tells the lines of a chunk together, as soon as they are whole', async () => {
  expect(await linesIn(['a\nb\nc', 'd\n', 'e', 'f', 'g\r\n\n'])).toEqual([
    ['a', 'b'],
    ['cd'],
    ['efg', ''],
  ]);
});

it('tells the last line where nothing ends it', async () => {
  expect(await linesIn(['a\nb'])).toEqual([['a'], ['b']]);
  expect(await linesIn([])).toEqual([]);
});

it('puts characters together that come in two chunks', async () => {
  const bytes = Buffer.from('ä🙂\n');
  const bits = [...bytes].map(byte => Buffer.from([byte]));
  expect(await linesIn(bits)).toEqual([['ä🙂']]);
});

it('ends by the error of the stream, without half a line', async () => {
  const stream = new PassThrough();
  const lines = linesOf(stream);
  stream.write('whole\nhal');
  expect(await lines.next()).toEqual({ done: false, value: ['whole'] });
  stream.destroy(new Error('cut'));
  await expect(lines.next()).rejects.toThrow('cut');
});

it('keeps little for a stream that is silent', async () => {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;
  const heapAfter = async (count: number) => {
    const streams = Array.from({ length: count }, () => new PassThrough());
    const all = streams.map(stream => linesOf(stream));
    await Promise.all(
      all.map((lines, index) => {
        const first = lines.next();
        streams[index].write('a\n');
        return first;
      }),
    );
    const next = all.map(lines => lines.next());
    collect();
    const { heapUsed } = process.memoryUsage();
    streams.forEach(stream => stream.end());
    await Promise.all(next);
    return heapUsed;
  };
  await heapAfter(10);
  const [few, many] = [await heapAfter(10), await heapAfter(510)];
  // By node:readline it would be 33 kB.
  expect((many - few) / 500).toBeLessThan(20_000);
});
