import type { JsonObject } from '@backstage/types';
import { formSchema } from './schema';
import { immutableIn, isImmutable } from './immutable';

const ruled = (rule: string, message?: string): JsonObject => ({
  'x-kubernetes-validations': [{ rule, ...(message ? { message } : {}) }],
});

describe('immutableIn', () => {
  it.each<[string, string[]]>([
    ['self == oldSelf', ['']],
    ['oldSelf == self', ['']],
    ['((self == oldSelf))', ['']],
    ['self.size == oldSelf.size', ['size']],
    ['self.disk.type == oldSelf.disk.type', ['disk.type']],
    ['self.a == oldSelf.a && (oldSelf.b == self.b)', ['a', 'b']],
    ["oldSelf == '' || self == oldSelf", ['once or empty ']],
    ['size(oldSelf.l) == 0 || self.l == oldSelf.l', ['once or empty l']],
    ['!has(oldSelf.other) || self.size == oldSelf.size', []],
    [
      '!has(oldSelf.zone) || (has(self.zone) && self.zone == oldSelf.zone)',
      ['once zone'],
    ],
    // What these say is more than "stays as it is".
    ['self >= oldSelf', []],
    ['self.a == oldSelf.b', []],
    ['self.a == self.a', []],
    ['self == oldSelf || self == "other"', []],
    ['self.all(x, x in oldSelf)', []],
    ['has(self.a)', []],
    ['', []],
  ])('%s forbids to change %j', (rule, expected) => {
    const found = immutableIn(ruled(rule)).map(
      ({ path, once, emptyIsNothing }) =>
        `${once ? 'once ' : ''}${emptyIsNothing ? 'or empty ' : ''}${path.join(
          '.',
        )}`,
    );
    expect(found).toEqual(expected);
  });

  it('tells the reason that the author gives', () => {
    const node = ruled('self == oldSelf', 'a region is for life');
    expect(immutableIn(node)).toEqual([
      { path: [], once: false, message: 'a region is for life' },
    ]);
    expect(isImmutable(node)).toBe(true);
    expect(isImmutable(ruled('self.a == oldSelf.a'))).toBe(false);
  });

  it('marks the fields of the form, wherever the rule stands', () => {
    const form = formSchema({
      type: 'object',
      properties: {
        size: { type: 'string' },
        disk: { type: 'object', properties: { type: { type: 'string' } } },
        other: { type: 'string' },
      },
      'x-kubernetes-validations': [
        { rule: 'self.size == oldSelf.size', message: 'for life' },
        {
          rule: '!has(oldSelf.disk.type) || self.disk.type == oldSelf.disk.type',
        },
      ],
    });
    expect(form).toMatchObject({
      properties: {
        size: { 'ui:options': { immutable: 'always', reason: 'for life' } },
        disk: {
          properties: { type: { 'ui:options': { immutable: 'once' } } },
        },
      },
    });
    expect(form).not.toHaveProperty('properties.other.ui:options');
  });
});
