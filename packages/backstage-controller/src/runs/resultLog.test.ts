import { randomBytes } from 'node:crypto';
import {
  compressResult,
  expandResult,
  formatResult,
  readResult,
} from './resultLog';

const long = randomBytes(20_000).toString('hex');

it.each(['kind: Component\n', '', long])('brings a text over', content => {
  const log = `Note: something\n${formatResult(content)}the end\n`;
  expect(readResult(log)).toBe(content);
  expect(expandResult(compressResult(content))).toBe(content);
});

it('takes the last one of two', () => {
  expect(readResult(formatResult('a') + formatResult('b'))).toBe('b');
});

it('does not take a part', () => {
  const lines = formatResult(long).split('\n');
  expect(lines.length).toBeGreaterThan(4);
  expect(readResult([...lines.slice(0, 2), ...lines.slice(3)].join('\n'))).toBe(
    undefined,
  );
  expect(readResult(lines.slice(1).join('\n'))).toBeUndefined();
  expect(readResult('')).toBeUndefined();
});

it('refuses what would not fit into a ConfigMap', () => {
  const huge = randomBytes(700_000).toString('latin1');
  expect(() => formatResult(huge)).toThrow(
    /^catalog-info\.yaml is too large: /,
  );
});
