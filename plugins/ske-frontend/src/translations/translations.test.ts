import {
  healthReasonCodes,
  healthStateSchema,
} from '@syntasso/plugin-ske-common';
import de from './de';
import { messages } from './messages';

function flatten(node: object, prefix = ''): [string, string][] {
  return Object.entries(node).flatMap(([key, value]) =>
    typeof value === 'string'
      ? [[`${prefix}${key}`, value] as [string, string]]
      : flatten(value as object, `${prefix}${key}.`),
  );
}
const english = new Map(flatten(messages));
const german = new Map(Object.entries(de));
const placeholders = (text: string | undefined) =>
  [...(text ?? '').matchAll(/\{\{(\w+)\}\}/g)].map(m => m[1]).sort();

describe('translations', () => {
  it('German has exactly the texts that English has', () => {
    expect([...german.keys()].sort()).toEqual([...english.keys()].sort());
  });

  it.each([...english])('%s uses the same names in both', (key, text) => {
    expect(placeholders(german.get(key))).toEqual(placeholders(text));
  });

  it('has a word for every state and a sentence for every reason', () => {
    expect(Object.keys(messages.health).sort()).toEqual(
      [...healthStateSchema.options].sort(),
    );
    for (const code of healthReasonCodes)
      expect(Object.keys(messages.reason)).toContain(code);
  });
});
