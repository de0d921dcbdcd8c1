import { markWords } from './markWords';

const tags = { preTag: '[', postTag: ']' };
const spec = 'persistence › capacity: 20Gi\nevictionPolicy: volatile-ttl';

it.each([
  [
    'evictionPolicy',
    'evictionPolicy: volatile-ttl',
    '[evictionPolicy]: volatile-ttl',
  ],
  [
    'EVICTION',
    'evictionPolicy: volatile-ttl',
    '[evictionPolicy]: volatile-ttl',
  ],
  [
    'volatile-ttl',
    'evictionPolicy: volatile-ttl',
    'evictionPolicy: [volatile-ttl]',
  ],
  ['volatile volatile-ttl', 'a: volatile-ttl', 'a: [volatile-ttl]'],
  ['ttl', 'a: volatile-ttl', 'a: volatile-[ttl]'],
  ['"20Gi" capacity:', 'capacity: 20Gi', '[capacity]: [20Gi]'],
  ['größe', 'Größe: klein', '[Größe]: klein'],
  ['1.5', 'cpu: 1.5, not 105', 'cpu: [1.5], not 105'],
])('marks %s', (term, text, marked) => {
  expect(markWords(text, term, tags)).toBe(marked);
});

it('marks each word in each line', () => {
  expect(markWords(spec, '20Gi volatile', tags)).toBe(
    'persistence › capacity: [20Gi]\nevictionPolicy: [volatile]-ttl',
  );
});

it('looks for the beginning of a long search only', () => {
  const term = `20Gi ${'x '.repeat(5_000)} volatile`;
  expect(markWords(spec, term, tags)).toBe(
    'persistence › capacity: [20Gi]\nevictionPolicy: volatile-ttl',
  );
});

it.each([
  ['nothing', ''],
  ['what is no word', ' * "" | & : ( [a-'],
  ['the inside of a word', 'policy'],
  ['what is not there', 'allkeys'],
])('marks nothing for %s', (_, term) => {
  expect(markWords(spec, term, tags)).toBe(spec);
});
