import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../root';

/** The README, every run of blanks as one. */
const readme = () =>
  readFileSync(join(root, 'README.md'), 'utf8').replace(/\s+/g, ' ');

/**
 * Lines that a test is about to carry out, if the README has them word for word (however
 * they are indented).
 *
 * @throws Error that shows what the README does not say
 */
export function fromReadme(lines: string): string {
  if (readme().includes(lines.trim().replace(/\s+/g, ' '))) return lines;
  throw new Error(`The README does not say:\n${lines}`);
}
