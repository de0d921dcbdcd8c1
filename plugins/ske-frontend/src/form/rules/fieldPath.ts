import type { JsonValue } from '@backstage/types';

const KEY = /\.([^.[\]]+)|\['((?:[^'\\]|\\.)*)'\]/y;

const ESCAPED: Record<string, string> = {
  a: '\x07',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
};

/**
 * The keys of a rule's `fieldPath`, such as `.spec.limits['cpu.max']`; none
 * when it is not one.
 */
export function fieldPathKeys(fieldPath: JsonValue | undefined): string[] {
  if (typeof fieldPath !== 'string') return [];
  const keys: string[] = [];
  KEY.lastIndex = 0;
  while (KEY.lastIndex < fieldPath.length) {
    const match = KEY.exec(fieldPath);
    if (!match) return [];
    const [, plainKey, quotedKey] = match;
    keys.push(
      plainKey ??
        quotedKey.replace(/\\(.)/gs, (_, sign) => ESCAPED[sign] ?? sign),
    );
  }
  return keys;
}
