import { parse } from 'yaml';
import { aliasesExpandTooFar } from './aliasesExpandTooFar';
import { readShortYaml } from './readShortYaml';

const inItself = 'a: &a { b: *a }';
const repeated = `- &a ${'x'.repeat(5_000)}\n${'- *a\n'.repeat(90)}`;

it.each([
  ['an alias inside of what it names', inItself, true],
  ['a list that has itself', '&a [*a, *a]', true],
  ['a long text again and again', repeated, true],
  ['some aliases', 'a: &a { b: c }\nd: *a\ne: *a', false],
  ['a text without aliases', `[${'1, '.repeat(10_000)}1]`, false],
  ['nothing', '', false],
])('tells whether the content is too much: %s', (_, text, isTooMuch) => {
  expect(aliasesExpandTooFar(parse(text), text)).toBe(isTooMuch);
});

it.each([inItself, repeated])(
  'keeps annotations from standing for too much',
  text => {
    expect(readShortYaml(text)).toEqual({ kind: 'unreadable' });
  },
);
