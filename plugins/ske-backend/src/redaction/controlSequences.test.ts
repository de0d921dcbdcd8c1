import { Readable } from 'node:stream';
import { maskLines } from './maskLines';
import {
  stripControlSequences,
  withoutControlSequences,
} from './controlSequences';

const RED = '\u001b[31m';
const BOLD = '\u001b[1;38;5;196m';
const END = '\u001b[0m';

/** What comes out when a text is written in two pieces. */
async function written(text: string, cut: number): Promise<string> {
  const bytes = Buffer.from(text);
  const parts: string[] = [];
  const pieces = [bytes.subarray(0, cut), bytes.subarray(cut)];
  const stream = Readable.from(pieces)
    .pipe(stripControlSequences())
    .pipe(maskLines(['sesame']));
  for await (const part of stream) parts.push(String(part));
  return parts.join('');
}

it('leaves no colours in a text', () => {
  expect(withoutControlSequences(`${BOLD}Error:${END} no quota`)).toBe(
    'Error: no quota',
  );
});

it('leaves none in a log either, nor a secret with a colour in it, however it is cut', async () => {
  const text = `${RED}Error:${END} grün\nit is ses${BOLD}ame${END}, [1m is a text\n`;
  for (let cut = 1; cut < Buffer.byteLength(text); cut += 1) {
    expect(await written(text, cut)).toBe(
      'Error: grün\nit is ********, [1m is a text\n',
    );
  }
});

it('does not hold back what only begins like one', async () => {
  const text = `\u001b${'1'.repeat(100)}\n`;
  expect(await written(text, 50)).toContain('1'.repeat(60));
});
