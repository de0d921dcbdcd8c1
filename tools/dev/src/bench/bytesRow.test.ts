import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { bytesRow, compressedSize } from './bytesRow';

it('holds what our package adds against the limit', () => {
  expect(
    bytesRow(
      { what: 'a page', limitKb: 6, how: 'Measured.' },
      { ours: 103 * 1_024, without: 100 * 1_024 },
    ),
  ).toEqual({
    what: 'a page',
    ours: '3.0 KB',
    against: '6 KB (limit)',
    ratio: '0.50',
    how: 'Measured. 103 KB with it, 100 KB without.',
  });
});

it('compresses each file by itself', () => {
  const folder = mkdtempSync(join(tmpdir(), 'ske-bytes-'));
  try {
    const texts = ['a'.repeat(5_000), 'const b = 1;'];
    const files = texts.map((text, index) => {
      const file = join(folder, `${index}.js`);
      writeFileSync(file, text);
      return file;
    });
    const packed = texts.map(text => gzipSync(text));
    expect(packed.map(part => gunzipSync(part).toString())).toEqual(texts);
    expect(compressedSize(files)).toBe(packed[0].length + packed[1].length);
  } finally {
    rmSync(folder, { recursive: true });
  }
});
