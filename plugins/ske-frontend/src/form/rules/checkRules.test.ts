import type { JsonObject, JsonValue } from '@backstage/types';
import { describeRecorded, ownCorpus, type Corpus } from '@internal/testbed';
import { isObject } from '@syntasso/plugin-ske-common';
import fc from 'fast-check';
import { parseAllDocuments } from 'yaml';
import {
  flag,
  free,
  integer,
  list,
  map,
  object,
  ruleCases,
  ruled,
  text,
} from './__testUtils__/ruleCases';
import { valuesOf } from './__testUtils__/valuesOf';
import { checkRules } from './checkRules';

/** How many rules are broken, and how many left to the server. */
function counts(...given: Parameters<typeof checkRules>) {
  const { broken, unchecked } = checkRules(...given);
  return { broken: broken.length, unchecked };
}
const kept = { broken: 0, unchecked: 0 };
const broken = { broken: 1, unchecked: 0 };
const left = { broken: 0, unchecked: 1 };

describe('rules of the kinds that CRDs have', () => {
  it.each(ruleCases)('$rule', testCase => {
    const { schema, old } = testCase;
    const verdicts = (values: JsonValue[] = []) =>
      values.map(value => [value, counts(schema, value, old)]);
    const all = (values: JsonValue[] = [], expected: unknown) =>
      values.map(value => [value, expected]);
    expect(verdicts(testCase.kept)).toEqual(all(testCase.kept, kept));
    expect(verdicts(testCase.broken)).toEqual(all(testCase.broken, broken));
    expect(verdicts(testCase.unchecked)).toEqual(all(testCase.unchecked, left));
  });
});

describe('where a broken rule is', () => {
  const no = (schema: JsonObject, more?: JsonObject) =>
    ruled(schema, 'false', more);
  const paths = (schema: JsonObject, value: JsonValue) =>
    checkRules(schema, value).broken.map(({ path }) => path);

  it('is where the node with the rule is', () => {
    const schema = no(
      object({
        users: list(no(object({ name: no(text) }))),
        labels: map(no(text)),
        absent: no(text),
      }),
    );
    expect(
      paths(schema, { users: [{}, { name: 'a' }], labels: { 'a/b': 'c' } }),
    ).toEqual([
      [],
      ['users', 0],
      ['users', 1],
      ['users', 1, 'name'],
      ['labels', 'a/b'],
    ]);
  });

  it.each<[string, string[]]>([
    ['.size', ['size']],
    ['.limits.cpu', ['limits', 'cpu']],
    [".limits['cpu.max']", ['limits', 'cpu.max']],
    ["['it\\'s'].a-b", ["it's", 'a-b']],
    ["['a']['b\\\\n']", ['a', 'b\\n']],
    ['', []],
    ['size', []],
    ['.list[0]', []],
    ['.a..b', []],
    ["['a", []],
  ])('is further in by fieldPath %s', (fieldPath, path) => {
    expect(paths(no(object({}), { fieldPath }), {})).toEqual([path]);
  });
});

describe('what is said of a broken rule', () => {
  const message = (more: JsonObject, value: JsonValue = 'abc') =>
    checkRules(ruled(text, ' self == "x" ', more), value).broken[0].message;

  it('is the message of the author', () => {
    expect(message({ message: ' must be x ' })).toBe('must be x');
  });

  it('names the rule where there is none', () => {
    expect(message({})).toBe('failed rule: self == "x"');
    expect(message({ message: '' })).toBe('failed rule: self == "x"');
  });

  it('is the messageExpression before the message, as on the server', () => {
    const more = { message: 'must be x' };
    const said = (messageExpression: string) =>
      message({ ...more, messageExpression });
    expect(said("self + ' is not x'")).toBe('abc is not x');
    expect(said("'%s has %d'.format([self, size(self)])")).toBe('abc has 3');
    expect(said("'%.2f'.format([1.0])")).toBe('must be x');
    expect(said("'a\\nb'")).toBe('must be x');
    expect(said("'  '")).toBe('must be x');
    expect(said('size(self)')).toBe('must be x');
    expect(said('self.nothing')).toBe('must be x');
    expect(said('((')).toBe('must be x');
  });
});

describe('defaults and what else the server does first', () => {
  const rule = (properties: JsonObject, expression: string) =>
    ruled(object(properties), expression);

  it('applies defaults where the key is absent, also within defaults', () => {
    const size = { ...integer, default: 3 };
    expect(counts(rule({ size }, 'self.size == 3'), {})).toEqual(kept);
    expect(counts(rule({ size }, 'self.size == 3'), { size: 4 })).toEqual(
      broken,
    );
    const outer = { ...object({ size }), default: {} };
    expect(counts(rule({ outer }, 'self.outer.size == 3'), {})).toEqual(kept);
    const users = list(object({ admin: { ...flag, default: false } }));
    expect(
      counts(rule({ users }, 'self.users.all(u, !u.admin)'), {
        users: [{}, {}],
      }),
    ).toEqual(kept);
    expect(
      counts(rule({ outer: object({ size }) }, 'has(self.outer)'), {}),
    ).toEqual(broken);
  });

  it('runs rules on defaults', () => {
    const size = ruled({ ...integer, default: 3 }, 'self > 3');
    expect(checkRules(object({ size }), {}).broken[0].path).toEqual(['size']);
    expect(counts(object({ size: ruled(integer, 'false') }), {})).toEqual(kept);
  });

  it('takes null as absent where null is not allowed', () => {
    const size = { ...integer, default: 3 };
    expect(counts(rule({ size }, 'self.size == 3'), { size: null })).toEqual(
      kept,
    );
    const name = ruled(text, 'false');
    expect(counts(rule({ name }, '!has(self.name)'), { name: null })).toEqual(
      kept,
    );
    const nullable = { ...size, nullable: true };
    expect(
      counts(rule({ size: nullable }, '!has(self.size)'), { size: null }),
    ).toEqual(kept);
  });

  it('changes nothing that it is given', () => {
    const size = { ...integer, default: 3 };
    const schema = object({
      outer: { ...object({ size }), default: {} },
      size,
    });
    const value = { size: null, more: [{}] };
    const before = JSON.stringify([schema, value]);
    checkRules(schema, value, value);
    expect(JSON.stringify([schema, value])).toBe(before);
  });
});

describe('rules about changes', () => {
  const same = ruled(text, 'self == oldSelf');

  it('do not run where nothing was', () => {
    expect(counts(same, 'a')).toEqual(kept);
    expect(counts(object({ a: same }), { a: 'a' }, {})).toEqual(kept);
    expect(counts(object({ a: same }), { a: 'a' }, { a: null })).toEqual(kept);
  });

  it('run in objects, in maps, and in lists with keys', () => {
    expect(counts(object({ a: same }), { a: 'a' }, { a: 'b' })).toEqual(broken);
    expect(counts(map(same), { a: 'a' }, { a: 'b' })).toEqual(broken);
    const keyed = list(object({ name: text, size: same }), {
      'x-kubernetes-list-type': 'map',
      'x-kubernetes-list-map-keys': ['name'],
    });
    const item = (name: string, size: string) => ({ name, size });
    const found = checkRules(
      keyed,
      [item('new', '1'), item('a', '1'), item('b', '1')],
      [item('b', '1'), item('a', '2')],
    );
    expect(found.broken).toMatchObject([{ path: [1, 'size'] }]);
    expect(found.unchecked).toBe(0);
  });

  it('do not run in other lists and in atomic maps', () => {
    expect(counts(list(same), ['a'], ['b'])).toEqual(kept);
    const atomic = { ...map(same), 'x-kubernetes-map-type': 'atomic' };
    expect(counts(atomic, { a: 'a' }, { a: 'b' })).toEqual(kept);
  });

  it('with optionalOldSelf are left to the server', () => {
    const optional = ruled(text, 'oldSelf.hasValue()', {
      optionalOldSelf: true,
    });
    expect(counts(optional, 'a')).toEqual(left);
    expect(counts(optional, 'a', 'b')).toEqual(left);
  });

  it('are the only ones the server runs on what stays as it was', () => {
    const short = ruled(text, 'self.size() < 2');
    const schema = object({
      a: object({ b: short }),
      c: integer,
      d: list(short),
    });
    const old = { a: { b: 'long' }, c: 1, d: ['long', 'a'] };
    expect(counts(schema, { ...old, c: 2 }, old)).toEqual({
      broken: 0,
      unchecked: 2,
    });
    expect(counts(schema, { ...old, a: { b: 'longer' } }, old)).toEqual({
      broken: 1,
      unchecked: 1,
    });
    expect(counts(schema, { ...old, d: ['long'] }, old)).toEqual({
      broken: 1,
      unchecked: 1,
    });
  });
});

describe('a whole resource', () => {
  const resource = (rule: string) =>
    ruled(
      object({
        apiVersion: text,
        kind: text,
        metadata: { type: 'object' },
        spec: object({ size: integer }),
        status: object({ ready: flag }),
      }),
      rule,
    );

  it('may be asked for its name once it has one', () => {
    const schema = resource('self.metadata.name.size() < 4');
    const named = (name: string) => ({ metadata: { name, labels: {} } });
    expect(counts(schema, { spec: {} })).toEqual(left);
    expect(counts(schema, named('abc'))).toEqual(kept);
    expect(counts(schema, named('abcd'))).toEqual(broken);
  });

  it('is checked before the server sets its status', () => {
    const schema = resource('has(self.status)');
    expect(counts(schema, { spec: {} })).toEqual(left);
    expect(counts(resource('has(self.spec)'), {})).toEqual(broken);
  });

  it('may be within another', () => {
    const embedded = ruled(
      { ...free, 'x-kubernetes-embedded-resource': true },
      "self.kind == 'Pod' && self.metadata.name != ''",
    );
    const pod = (kind: string) => ({
      apiVersion: 'v1',
      kind,
      metadata: { name: 'a' },
    });
    expect(counts(embedded, pod('Pod'))).toEqual(kept);
    expect(counts(embedded, pod('Job'))).toEqual(broken);
  });
});

describe('what cannot be told', () => {
  it.each([
    ['no rule', undefined],
    ['an empty one', ' '],
    ['no text', 3],
    ['not an expression', 'self ==='],
    ['an unknown name', 'this > 1'],
    ['an unknown function', 'self.shuffle()'],
    ['no verdict', 'self'],
    ['endlessly nested', `${'('.repeat(5000)}true${')'.repeat(5000)}`],
  ])('is left to the server: %s', (_, rule) => {
    const schema = { ...text, 'x-kubernetes-validations': [{ rule }] };
    expect(counts(schema as JsonObject, 'a')).toEqual(left);
  });

  it('is left to the server: values that do not fit', () => {
    expect(counts(ruled(text, 'false'), 1)).toEqual(left);
    expect(counts(ruled(text, 'false'), '\ud83d')).toEqual(left);
    expect(counts(ruled(integer, 'false'), 1.5)).toEqual(left);
    expect(counts(ruled(list(text), 'false'), {})).toEqual(left);
    expect(counts(ruled(list(text), 'false'), [1])).toEqual(left);
    expect(counts(ruled(object({ a: text }), 'false'), { a: {} })).toEqual(
      left,
    );
    expect(counts(ruled({}, 'false'), 'a')).toEqual(left);
  });

  it('is left to the server: too much work', () => {
    const unique = ruled(
      list(integer),
      'self.all(x, self.exists_one(y, x == y))',
    );
    const upTo = (length: number) => Array.from({ length }, (_, at) => at);
    expect(counts(unique, upTo(200))).toEqual(kept);
    expect(counts(unique, upTo(500))).toEqual(left);
    const many = list(ruled(integer, 'self < 0'));
    const found = counts(many, upTo(12_000), upTo(11_999));
    expect(found.broken).toBeGreaterThan(5_000);
    expect(found.broken + found.unchecked).toBe(12_000);
    const letters = ruled(
      text,
      "self.split('').all(x, self.split('').exists(y, x == y))",
    );
    expect(counts(letters, 'a'.repeat(2_000))).toEqual(left);
  });

  it('counts the rest of a verdict that is not in doubt', () => {
    const rule = (expression: string) => ruled(text, expression);
    expect(counts(rule("isURL(self) || self == 'a'"), 'a')).toEqual(kept);
    expect(counts(rule("isURL(self) && self == 'a'"), 'b')).toEqual(broken);
    expect(counts(rule("!isURL(self) || self == 'a'"), 'b')).toEqual(left);
  });

  it('is nothing without a value', () => {
    expect(counts(ruled(text, 'false'), undefined)).toEqual(kept);
    expect(counts(ruled(text, 'false'), null)).toEqual(kept);
  });

  it('never throws, whatever it is given', () => {
    const words = [
      ...['type', 'properties', 'items', 'additionalProperties', 'default'],
      ...['x-kubernetes-validations', 'x-kubernetes-list-type', 'nullable'],
      ...['x-kubernetes-list-map-keys', 'rule', 'fieldPath', 'format', 'a'],
      ...['messageExpression', 'x-kubernetes-int-or-string', '__proto__'],
    ];
    const expressions = [
      ...['self', 'self.a', 'self == oldSelf', 'self.all(a, a)', 'self +', ''],
      ...['object', 'array', 'string', 'map', 'set', 'date', 'constructor'],
    ];
    const { anything } = fc.letrec<{ anything: JsonValue }>(tie => ({
      anything: fc.oneof(
        { depthSize: 'medium', withCrossShrink: true },
        fc.constantFrom<JsonValue>(...expressions, null, true, 1, -0.5, 1e30),
        fc.array(tie('anything'), { maxLength: 3 }),
        fc.dictionary(fc.constantFrom(...words), tie('anything')),
      ),
    }));
    fc.assert(
      fc.property(anything, anything, anything, (schema, value, old) => {
        const found = checkRules(schema as JsonObject, value, old);
        expect(found.unchecked).toBeGreaterThanOrEqual(0);
      }),
      { numRuns: 1000 },
    );
    const deep = JSON.parse(`${'['.repeat(9_000)}${']'.repeat(9_000)}`);
    const schema = JSON.parse(
      `${'{"type":"array","items":'.repeat(9_000)}{}${'}'.repeat(9_000)}`,
    );
    expect(checkRules(schema, deep, deep).broken).toEqual([]);
  });

  it('says the same of random values as when asked again', () => {
    for (const { schema, old } of ruleCases) {
      fc.assert(
        fc.property(valuesOf(schema), value => {
          const found = checkRules(schema, value, old);
          expect(found.broken.length + found.unchecked).toBeLessThanOrEqual(1);
          expect(checkRules(schema, value, old)).toEqual(found);
        }),
        { numRuns: 10 },
      );
    }
  });
});

describe('rules of our own corpus', () => {
  it('are all understood', () => {
    const rules = rulesOf(ownCorpus, 'promises');
    expect(rules.map(({ rule }) => rule)).toEqual([
      '!has(self.books) || size(self.books) <= self.boards * 20',
      'self == oldSelf',
    ]);
    expect(rules.filter(rule => !isUnderstood(rule))).toEqual([]);
  });
});

const WITH_RULES = ['crds', 'engines', 'promises'];
describeRecorded('rules of published APIs', WITH_RULES, recorded => {
  it('are all understood', () => {
    const rules = WITH_RULES.flatMap(folder => rulesOf(recorded, folder));
    expect(rules.length).toBeGreaterThan(20);
    expect(rules.filter(rule => !isUnderstood(rule))).toEqual([]);
  });
});

/** Whether it can be evaluated for some of many values. */
function isUnderstood({ schema, rule }: FoundRule): boolean {
  const values = fc.sample(valuesOf(schema), { numRuns: 50, seed: 1 });
  const isTransition = rule.includes('oldSelf');
  return values
    .map(value =>
      checkRules(ruled(schema, rule), value, isTransition ? value : undefined),
    )
    .some(({ unchecked }) => unchecked === 0);
}

function rulesOf(corpus: Corpus, folder: string): FoundRule[] {
  return corpus
    .list(folder)
    .filter(file => file.endsWith('.yaml'))
    .map(name => corpus.read(folder, name))
    .filter(content => content.includes('x-kubernetes-validations'))
    .flatMap(content => parseAllDocuments(content))
    .flatMap(document => rulesIn(document.toJS()));
}

interface FoundRule {
  schema: JsonObject;
  rule: string;
}

function rulesIn(part: unknown): FoundRule[] {
  if (Array.isArray(part)) return part.flatMap(rulesIn);
  if (!isObject(part)) return [];
  const { 'x-kubernetes-validations': rules, ...schema } = part;
  const own = Array.isArray(rules)
    ? rules.map(rule => ({ schema, rule: String((rule as JsonObject).rule) }))
    : [];
  return [...own, ...Object.values(part).flatMap(rulesIn)];
}
