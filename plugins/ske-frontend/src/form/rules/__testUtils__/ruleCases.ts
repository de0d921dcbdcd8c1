import type { JsonObject, JsonValue } from '@backstage/types';

/** A schema with one rule, and values that keep it, break it, or are left to the server. */
export interface RuleCase {
  rule: string;
  schema: JsonObject;
  kept?: JsonValue[];
  broken?: JsonValue[];
  unchecked?: JsonValue[];
  /** What is stored when the values are sent. */
  old?: JsonValue;
}

export const text: JsonObject = { type: 'string' };
export const integer: JsonObject = { type: 'integer' };
export const number: JsonObject = { type: 'number' };
export const flag: JsonObject = { type: 'boolean' };
export const intOrText: JsonObject = { 'x-kubernetes-int-or-string': true };
export const free: JsonObject = {
  type: 'object',
  'x-kubernetes-preserve-unknown-fields': true,
};
export const object = (
  properties: JsonObject,
  more: JsonObject = {},
): JsonObject => ({ type: 'object', properties, ...more });
export const list = (items: JsonObject, more: JsonObject = {}): JsonObject => ({
  type: 'array',
  items,
  ...more,
});
export const map = (values: JsonObject): JsonObject => ({
  type: 'object',
  additionalProperties: values,
});
export const format = (name: string): JsonObject => ({
  type: 'string',
  format: name,
});
/** Adds a rule to a schema. */
export const ruled = (
  schema: JsonObject,
  rule: string,
  more: JsonObject = {},
): JsonObject => ({
  ...schema,
  'x-kubernetes-validations': [{ rule, ...more }],
});

const entry = (
  schema: JsonObject,
  rule: string,
  values: Omit<RuleCase, 'rule' | 'schema'>,
): RuleCase => ({ rule, schema: ruled(schema, rule), ...values });

const set = (items: JsonObject) =>
  list(items, { 'x-kubernetes-list-type': 'set' });
const keyed = (items: JsonObject, ...keys: string[]) =>
  list(
    { ...items, required: keys },
    { 'x-kubernetes-list-type': 'map', 'x-kubernetes-list-map-keys': keys },
  );
const range = object({ low: integer, high: integer });
const source = object({ image: text, git: object({ url: text, ref: text }) });
const user = object({ name: text, admin: flag, quota: integer });
const named = object({ name: text, value: text });

/** Rules of the kinds that CRDs have. */
export const ruleCases: RuleCase[] = [
  // Which fields go together.
  entry(source, 'has(self.image) != has(self.git)', {
    kept: [{ image: 'a' }, { git: {} }],
    broken: [{}, { image: 'a', git: {} }],
  }),
  entry(source, '!has(self.git) || has(self.git.url)', {
    kept: [{}, { git: { url: 'x' } }],
    broken: [{ git: {} }, { git: { ref: 'main' } }],
  }),
  entry(
    object({ mode: text, replicas: integer }),
    "self.mode == 'ha' ? has(self.replicas) && self.replicas > 1 : !has(self.replicas) || self.replicas == 1",
    {
      kept: [{ mode: 'ha', replicas: 3 }, { mode: 'one' }],
      broken: [{ mode: 'ha' }, { mode: 'one', replicas: 2 }],
      unchecked: [{}],
    },
  ),
  entry(
    object({ a: flag, b: flag, c: flag }),
    '[has(self.a), has(self.b), has(self.c)].filter(given, given).size() <= 1',
    { kept: [{}, { b: false }], broken: [{ a: true, c: false }] },
  ),
  entry(
    object({ tls: object({ on: flag, secret: text }) }),
    'has(self.tls) && self.tls.on ? has(self.tls.secret) : true',
    {
      kept: [{}, { tls: { on: false } }, { tls: { on: true, secret: 's' } }],
      broken: [{ tls: { on: true } }],
      unchecked: [{ tls: {} }],
    },
  ),
  // Numbers.
  entry(range, 'self.low <= self.high', {
    kept: [
      { low: 1, high: 1 },
      { low: -3, high: 2 },
    ],
    broken: [{ low: 2, high: 1 }],
    unchecked: [{ low: 2 }, { low: 2.5, high: 1 }, { low: 2 ** 60, high: 1 }],
  }),
  entry(integer, 'self % 2 == 1 && self >= 3', {
    kept: [3, 7],
    broken: [4, 1, -3],
  }),
  entry(integer, 'self / 2 * 2 == self', { kept: [4, 0, -6], broken: [5, -3] }),
  entry(number, 'self <= 1', { kept: [1, 0.5, -3], broken: [1.5, 2] }),
  entry(number, 'self * 2.0 < 1.0', { kept: [0.25], broken: [0.5, 3] }),
  entry(object({ part: number, whole: integer }), 'self.part < self.whole', {
    kept: [{ part: 0.5, whole: 1 }],
    broken: [
      { part: 1, whole: 1 },
      { part: 2.5, whole: 2 },
    ],
  }),
  entry(
    object({ part: number, whole: integer }),
    'dyn(self.part) == dyn(self.whole)',
    {
      kept: [{ part: 1, whole: 1 }],
      broken: [{ part: 1.5, whole: 1 }],
    },
  ),
  entry(integer, 'double(self) / 3.0 < 1.0', { kept: [2], broken: [3] }),
  entry(number, 'int(self) == 2', { kept: [2, 2.9], broken: [1.9, 3] }),
  entry(integer, '-self > 0 && self in [-1, -2]', {
    kept: [-1],
    broken: [-3, 2],
  }),
  entry(integer, '10 / self > 2', { kept: [3], broken: [10], unchecked: [0] }),
  entry(integer, 'self > 9223372036854775806 - 1 || self < 3', {
    kept: [2],
    broken: [3],
  }),
  // Texts.
  entry(text, 'size(self) <= 3 && self.size() > 0', {
    kept: ['abc', '😀😀😀'],
    broken: ['', 'abcd', '😀😀😀😀'],
  }),
  entry(text, "self in ['small', 'large']", {
    kept: ['small'],
    broken: ['Small', ''],
  }),
  entry(
    text,
    "self.startsWith('ab') && self.endsWith('yz') && !self.contains('--')",
    {
      kept: ['abyz', 'ab-yz'],
      broken: ['abz', 'ab--yz', 'Abyz'],
    },
  ),
  entry(text, "self.matches('^[a-z]([-a-z0-9]*[a-z0-9])?$')", {
    kept: ['a', 'a-1', 'abc'],
    broken: ['', '-a', 'a-', 'A', 'a b', 'ä'],
  }),
  entry(text, "self.matches(r'^v\\d+\\.\\d+(\\.\\d+)?$')", {
    kept: ['v1.2', 'v10.0.3'],
    broken: ['v1', '1.2', 'v1.2.3.4'],
  }),
  entry(text, "self.matches('(?i)^prod|test$')", {
    kept: ['PROD1', 'my-Test'],
    broken: ['pro', 'tests'],
  }),
  entry(text, "self.matches('^.{2}$')", {
    kept: ['ab', '😀ä'],
    broken: ['a', '😀'],
  }),
  entry(text, "self.matches('^\\\\p{L}+$')", { kept: ['aä'], broken: ['a1'] }),
  entry(text, 'self == self.lowerAscii()', {
    kept: ['a', 'ä1'],
    broken: ['aB'],
  }),
  entry(text, "self.upperAscii() != 'NONE'", { kept: ['x'], broken: ['None'] }),
  entry(text, "self.split(',').all(one, one.trim().size() > 0)", {
    kept: ['a', 'a, b'],
    broken: ['', 'a,,b', 'a, '],
  }),
  entry(text, "self.replace('-', '').size() == 3", {
    kept: ['a-b-c', 'abc'],
    broken: ['a-b'],
  }),
  entry(text, "self.replace('a', 'b', 1) == 'ba'", {
    kept: ['aa'],
    broken: ['ab', 'a', 'ba'],
  }),
  entry(text, "self.substring(0, 2) == 'eu' && self.charAt(2) == '-'", {
    kept: ['eu-west'],
    broken: ['us-east', 'euwest'],
    unchecked: ['e', '😀eu-'],
  }),
  entry(text, "self.substring(self.lastIndexOf('.') + 1) in ['com', 'org']", {
    kept: ['a.b.com', 'org'],
    broken: ['a.net', 'a.'],
  }),
  entry(text, "self.indexOf('@') > 0 && self.indexOf('@', 2) == -1", {
    kept: ['a@b', 'a@bcd'],
    broken: ['@ab', 'ab@c@', 'a'],
    unchecked: ['-@'],
  }),
  entry(text, "self < 'm'", {
    kept: ['Z', 'a'],
    broken: ['m', 'ä'],
    unchecked: ['😀'],
  }),
  entry(text, "('x' + self + 'y').size() == 4", {
    kept: ['ab'],
    broken: ['a'],
  }),
  entry(text, 'int(self) > 5', {
    kept: ['6', '+7'],
    broken: ['5', '-6'],
    unchecked: ['a', ''],
  }),
  entry(text, 'double(self) > 0.5', {
    kept: ['1'],
    broken: ['0.5'],
    unchecked: ['x'],
  }),
  entry(integer, "string(self) == '5'", { kept: [5], broken: [50] }),
  entry(number, "string(self) == '0.5'", {
    kept: [0.5],
    broken: [1.25],
    unchecked: [1e7],
  }),
  // Lists.
  entry(list(text), 'self.all(x, self.exists_one(y, x == y))', {
    kept: [[], ['a', 'b']],
    broken: [['a', 'b', 'a']],
  }),
  entry(list(user), 'self.exists(u, u.admin && u.quota > 0)', {
    kept: [[{ admin: true, quota: 1 }], [{}, { admin: true, quota: 2 }]],
    broken: [[], [{ admin: false }], [{ admin: true, quota: 0 }]],
    unchecked: [[{}]],
  }),
  entry(list(user), 'self.all(u, !has(u.admin) || u.name.size() > 1)', {
    kept: [[], [{ name: 'a' }], [{ admin: true, name: 'ab' }]],
    broken: [[{ admin: false, name: 'a' }]],
    unchecked: [[{ admin: true }]],
  }),
  entry(list(user), 'self.filter(u, u.admin).map(u, u.quota).sum() <= 10', {
    kept: [
      [
        { admin: true, quota: 10 },
        { admin: false, quota: 9 },
      ],
    ],
    broken: [
      [
        { admin: true, quota: 10 },
        { admin: true, quota: 1 },
      ],
    ],
    unchecked: [[]],
  }),
  entry(list(user), 'self.map(u, u.quota > 5, u.name).size() < 2', {
    kept: [
      [
        { quota: 6, name: 'a' },
        { quota: 1, name: 'b' },
      ],
    ],
    broken: [
      [
        { quota: 6, name: 'a' },
        { quota: 7, name: 'b' },
      ],
    ],
  }),
  entry(list(integer), 'self.isSorted() && self.max() < 10 && self.min() > 0', {
    kept: [[1, 1, 9]],
    broken: [
      [2, 1],
      [1, 10],
      [0, 1],
    ],
    unchecked: [[]],
  }),
  entry(list(number), 'self.sum() == 1.0', {
    kept: [[0.5, 0.5]],
    broken: [[0.5], [1, 1]],
  }),
  entry(list(text), "self.indexOf('a') == 1 && self.lastIndexOf('a') == 2", {
    kept: [['b', 'a', 'a']],
    broken: [['a', 'b', 'a'], []],
  }),
  entry(list(text), "self.join('/') == 'a/b'", {
    kept: [['a', 'b'], ['a/b']],
    broken: [[], ['a']],
  }),
  entry(list(text), "size(self) > 0 && self[0] == 'a' && !('b' in self)", {
    kept: [['a', 'c']],
    broken: [[], ['b'], ['a', 'b']],
  }),
  entry(list(text), "self == ['a', 'b'] || self + ['c'] == ['c']", {
    kept: [['a', 'b'], []],
    broken: [['b', 'a'], ['a']],
  }),
  entry(list(text), "sets.contains(['a', 'b'], self)", {
    kept: [[], ['b', 'b', 'a']],
    broken: [['a', 'c']],
  }),
  entry(
    list(text),
    "sets.intersects(self, ['a']) || sets.equivalent(self, ['b', 'c'])",
    {
      kept: [
        ['x', 'a'],
        ['c', 'b', 'c'],
      ],
      broken: [[], ['b']],
    },
  ),
  entry(list(user), 'self[0] == self[1]', {
    kept: [[{ name: 'a' }, { name: 'a' }]],
    broken: [
      [{ name: 'a' }, { name: 'b' }],
      [{ name: 'a' }, {}],
    ],
    unchecked: [[{}]],
  }),
  entry(set(text), 'self == oldSelf', {
    old: ['a', 'b'],
    kept: [['b', 'a']],
    broken: [['a'], ['a', 'c']],
  }),
  entry(set(text), "self + ['a'] == ['a']", { unchecked: [['a'], []] }),
  entry(set(format('date')), 'self == oldSelf', {
    old: ['2024-01-01'],
    unchecked: [['2024-01-01']],
  }),
  entry(keyed(named, 'name'), 'self == oldSelf', {
    old: [{ name: 'a', value: '1' }, { name: 'b' }],
    kept: [[{ name: 'b' }, { name: 'a', value: '1' }]],
    broken: [
      [{ name: 'a', value: '1' }],
      [{ name: 'a', value: '2' }, { name: 'b' }],
      [{ name: 'a', value: '1' }, { name: 'c' }],
    ],
  }),
  entry(keyed(named, 'name', 'value'), 'self == oldSelf', {
    old: [{ name: 'a', value: '1' }],
    broken: [[]],
    unchecked: [[{ name: 'a', value: '2' }]],
  }),
  // Maps and objects.
  entry(map(text), "self.all(key, key.startsWith('x-') && self[key] != '')", {
    kept: [{}, { 'x-a': 'b' }],
    broken: [{ a: 'b' }, { 'x-a': '' }],
  }),
  entry(map(text), "'team' in self && self.team != ''", {
    kept: [{ team: 'a' }],
    broken: [{}, { team: '' }],
  }),
  entry(map(integer), "has(self.a) && self['a'] < 3 && self.size() < 3", {
    kept: [{ a: 1 }],
    broken: [{}, { a: 3 }, { a: 1, b: 1, c: 1 }],
  }),
  entry(
    object({ key: text, in: map(text) }),
    'self.key in self.__in__ && self.__in__[self.key] == self.key',
    {
      kept: [{ key: 'a', in: { a: 'a' } }],
      broken: [
        { key: 'a', in: {} },
        { key: 'a', in: { a: 'b' } },
      ],
    },
  ),
  entry(
    object({ 'a-b': text, 'c.d/e': text, namespace: text, x__y: text }),
    'self.a__dash__b == self.c__dot__d__slash__e && self.__namespace__ == self.x__underscores__y',
    {
      kept: [{ 'a-b': '1', 'c.d/e': '1', namespace: '2', x__y: '2' }],
      broken: [{ 'a-b': '1', 'c.d/e': '2', namespace: '2', x__y: '2' }],
    },
  ),
  entry(list(range), 'self[0] == self[1]', {
    kept: [[{ low: 1 }, { low: 1 }]],
    broken: [
      [{ low: 1 }, {}],
      [{ low: 1 }, { low: 2 }],
      [{ low: 1 }, { low: 1, high: 2 }],
    ],
  }),
  entry(list(free), 'self[0] == self[1]', {
    kept: [[{}, {}]],
    unchecked: [[{ x: 1 }, { x: 2 }]],
  }),
  entry(list(object({ a: range, b: free })), 'self[0] == self[1]', {
    kept: [
      [
        { a: { low: 1 }, b: {} },
        { a: { low: 1 }, b: {} },
      ],
    ],
    broken: [
      [
        { a: { low: 1 }, b: { x: 1 } },
        { a: {}, b: {} },
      ],
    ],
    unchecked: [[{ b: { x: 1 } }, { b: { x: 1 } }]],
  }),
  // What may be null.
  entry(object({ a: { ...text, nullable: true }, b: text }), 'has(self.a)', {
    kept: [{ a: '' }],
    broken: [{ a: null }, {}],
  }),
  entry(object({ a: { ...text, nullable: true }, b: text }), '!has(self.b)', {
    kept: [{ a: null, b: null }],
    broken: [{ b: '' }],
  }),
  // Either a number or a text.
  entry(intOrText, 'type(self) == int ? self < 5 : self.endsWith("%")', {
    kept: [4, '50%'],
    broken: [5, '50'],
  }),
  entry(intOrText, "string(self) != '0'", { kept: [1, 'a'], broken: [0, '0'] }),
  entry(intOrText, "self != 0 && self != '0%'", {
    kept: [1, '1%'],
    broken: [0, '0%'],
  }),
  // Times, bytes, quantities.
  entry(format('duration'), "self >= duration('1m') && self.getHours() < 24", {
    kept: ['1m', '1h30m'],
    broken: ['59s', '24h'],
  }),
  entry(text, "duration(self) < duration('1h')", {
    kept: ['59m'],
    broken: ['60m'],
    unchecked: ['x', '1.5h'],
  }),
  entry(format('date'), "self < timestamp('2030-01-01T00:00:00Z')", {
    kept: ['2029-12-31'],
    broken: ['2030-01-01'],
  }),
  entry(
    format('date-time'),
    "self - timestamp('2030-01-01T00:00:00Z') < duration('24h')",
    {
      kept: ['2030-01-01T23:59:59.9Z', '2030-01-02T01:00:00+02:00'],
      broken: ['2030-01-02T00:00:00Z'],
    },
  ),
  entry(format('date-time'), 'self.getFullYear() > 2020', {
    unchecked: ['2024-01-01T00:00:00Z', '2010-01-01T00:00:00Z'],
  }),
  entry(format('byte'), "self.size() == 2 && self == b'ab'", {
    kept: ['YWI='],
    broken: ['YWJj', 'YWM='],
    unchecked: ['', 'YWI'],
  }),
  entry(
    text,
    "isQuantity(self) && quantity(self).isLessThan(quantity('1Gi'))",
    {
      kept: ['1023Mi', '1G', '0.5Gi', '-1', '0'],
      broken: ['1Gi', '1024Mi', '2G', '5K', 'many', ''],
      unchecked: ['1e9', '0.1n', '.5'],
    },
  ),
  entry(
    object({ limit: intOrText, request: intOrText }),
    'quantity(string(self.request)).compareTo(quantity(string(self.limit))) <= 0',
    {
      kept: [
        { limit: 1, request: '500m' },
        { limit: '1k', request: 1000 },
      ],
      broken: [
        { limit: '1', request: '1001m' },
        { limit: '1k', request: '1Ki' },
      ],
      unchecked: [{ limit: 1 }, { limit: 1, request: 'x' }],
    },
  ),
  entry(
    text,
    "quantity(self).add(quantity('1k')).sub(quantity('1')) == quantity('1Ki')",
    {
      kept: ['25'],
      broken: ['24'],
    },
  ),
  // Left to the server.
  entry(text, 'isURL(self)', { unchecked: ['https://a', 'a'] }),
  entry(text, "url(self).getScheme() == 'https'", { unchecked: ['http://a'] }),
  entry(text, 'isIP(self) || isCIDR(self)', { unchecked: ['10.0.0.1', 'x'] }),
  entry(text, "self.find('[0-9]+') == '1'", { unchecked: ['1', 'a'] }),
  entry(text, "isURL(self) && self != 'a'", {
    unchecked: ['b'],
    broken: ['a'],
  }),
  entry(map(text), 'self.all(key, value, key != value)', {
    unchecked: [{ a: 'a' }],
  }),
  entry(object({ a: text }), "self.?a.orValue('x') == 'x'", {
    unchecked: [{}, { a: 'y' }],
  }),
  // Changes.
  entry(text, 'self == oldSelf', { old: 'a', kept: ['a'], broken: ['b'] }),
  entry(range, 'self.high >= oldSelf.high', {
    old: { high: 3 },
    kept: [{ high: 3 }, { high: 4 }],
    broken: [{ high: 2 }],
    unchecked: [{}],
  }),
  entry(range, '!has(oldSelf.low) || has(self.low)', {
    old: { low: 1 },
    kept: [{ low: 2 }],
    broken: [{ high: 1 }],
  }),
  entry(list(text), 'oldSelf.all(x, x in self)', {
    old: ['a', 'b'],
    kept: [['b', 'a', 'c']],
    broken: [['a']],
  }),
  entry(object({ list: list(text), n: integer }), 'self == oldSelf', {
    old: { list: ['a'], n: 1 },
    kept: [{ list: ['a'], n: 1 }],
    broken: [{ list: ['b'], n: 1 }, { list: ['a'] }, { n: 2, list: ['a'] }],
  }),
];
