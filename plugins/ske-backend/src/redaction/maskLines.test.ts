import { once } from 'node:events';
import { Readable } from 'node:stream';
import { maskLines } from './maskLines';

const KEY =
  '-----BEGIN KEY-----\nabcdefghijkl\nmnopqrstuvwx\n-----END KEY-----';

/** What comes out of it when it is written in pieces. */
async function written(pieces: string[], secrets: string[]): Promise<string> {
  const parts: string[] = [];
  for await (const part of Readable.from(
    pieces.map(one => Buffer.from(one)),
  ).pipe(maskLines(secrets))) {
    parts.push(String(part));
  }
  return parts.join('');
}

it('masks a secret however it is cut', async () => {
  const line = 'the password is sesame, really\n';
  for (let at = 1; at < line.length; at += 1) {
    const text = await written([line.slice(0, at), line.slice(at)], ['sesame']);
    expect(text).toBe('the password is ********, really\n');
  }
});

it('masks it in a fast log, too, where a line is cut at 64 KiB', async () => {
  const filler = `${'x'.repeat(99)}\n`.repeat(656);
  const pieces = [`${filler}it is ses`, `ame\n`];
  expect(await written(pieces, ['sesame'])).not.toContain('sesame');
  const long = 'y'.repeat(70_000);
  const text = await written([`${long}ses`, `ame${long}\n`], ['sesame']);
  expect(text).not.toContain('sesame');
  expect(text.replaceAll('*', '')).toBe(`${long}${long}\n`);
});

it('masks each line of a secret of several', async () => {
  const lines = KEY.split('\n').map(line => `${line}\n`);
  const text = await written(lines, [KEY]);
  expect(text).not.toContain('abcdefghijkl');
  expect(text).not.toContain('mnopqrstuvwx');
});

it('cuts a long line before secrets that overlap', async () => {
  const secrets = ['ABCDEF', 'EFGHIJ'];
  const line = `${'y'.repeat(70_000)}ABCDEFGHIJ${'z'.repeat(40)}\n`;
  // Wherever the cut is wanted.
  for (let at = 70_001; at < 70_040; at += 1) {
    const shown = await written([line.slice(0, at), line.slice(at)], secrets);
    expect(shown).not.toMatch(/ABCD|GHIJ/);
  }
});

it.each([
  ['is longer than a chunk', 's'.repeat(69_000).concat('ecret'), 'sss', 10],
  ['is quoted', 'correct"horse"battery', 'battery', 70_000],
])(
  'masks a secret in a long line that %s',
  async (_, secret, part, before) => {
    const quoted = JSON.stringify(secret).slice(1, -1);
    const line = `${'y'.repeat(before)}${quoted}${'z'.repeat(70_000)}\n`;
    for (let at = 66_000; at < 70_060; at += at < 69_990 ? 1_330 : 1) {
      const shown = await written(
        [line.slice(0, at), line.slice(at)],
        [secret],
      );
      expect(shown).not.toContain(part);
      expect(shown.replaceAll('*', '')).toBe(line.replace(quoted, ''));
    }
  },
  20_000,
);

it('masks a line of one letter, which is in many secrets, without holding it back', async () => {
  const secrets = Array.from(
    { length: 200 },
    (_, n) => `${'a'.repeat(24)}${n}`,
  ).concat('aaa');
  const stream = maskLines(secrets);
  let shown = 0;
  stream.on('data', (part: Buffer) => {
    shown += part.length;
  });
  for (let n = 0; n < 20; n += 1) {
    await new Promise(done =>
      stream.write(Buffer.from('a'.repeat(16_000)), done),
    );
  }
  expect(shown).toBeGreaterThan(0);
  stream.end();
  await once(stream, 'end');
});

it('masks what looks like a secret and has a known one in it', async () => {
  expect(
    await written(['postgres://app:xY7-admin-Zq9@db:5432\n'], ['admin']),
  ).toBe('postgres://app:********@db:5432\n');
});

it('masks a key, wherever it is cut', async () => {
  const key = `-----BEGIN PRIVATE KEY-----\n${'abcdefgh\n'.repeat(
    40,
  )}-----END PRIVATE KEY-----\n`;
  const text = `${'log line\n'.repeat(1_800)}${key}after\n`;
  for (let at = 16_200; at < text.length; at += 11) {
    const shown = await written([text.slice(0, at), text.slice(at)], ['fgh']);
    expect(shown).toBe(text.replace(key, '********\n'));
  }
});

it('masks a long secret that overlaps itself as one', async () => {
  const secret = 'ab'.repeat(150);
  const text = `x${'ab'.repeat(160)}bb\n`;
  expect(await written([text], [secret])).toBe('x********bb\n');
});

it('masks base64 of a line that has a secret in it', async () => {
  const encoded = btoa('anna says open-sesame');
  expect(await written([`got ${encoded}\n`], ['open-sesame'])).toBe(
    'got ********\n',
  );
});
