/** The code points from one to another, both included. */
export type Range = [first: number, last: number];

/** The last code point there is. */
export const LAST = 0x10ffff;

/** In order, with nothing said twice. */
export function mergeRanges(ranges: Range[]): Range[] {
  const result: Range[] = [];
  for (const [first, last] of [...ranges].sort((a, b) => a[0] - b[0])) {
    const previous = result[result.length - 1];
    if (previous && first <= previous[1] + 1) {
      previous[1] = Math.max(previous[1], last);
    } else {
      result.push([first, last]);
    }
  }
  return result;
}

/** All but these, which are merged. */
export function invertRanges(ranges: Range[]): Range[] {
  const result: Range[] = [];
  let next = 0;
  for (const [first, last] of ranges) {
    if (first > next) result.push([next, first - 1]);
    next = last + 1;
  }
  if (next <= LAST) result.push([next, LAST]);
  return result;
}

/** Whether two that are merged have a character in common. */
export function rangesOverlap(some: Range[], others: Range[]): boolean {
  let index = 0;
  let otherIndex = 0;
  while (index < some.length && otherIndex < others.length) {
    if (some[index][1] < others[otherIndex][0]) index += 1;
    else if (others[otherIndex][1] < some[index][0]) otherIndex += 1;
    else return true;
  }
  return false;
}

/** Also the upper and lower case of all of them. */
export function withBothCases(ranges: Range[]): Range[] {
  const otherCases = ranges.flatMap(([first, last]) =>
    first === last
      ? sameLetters().get(first) ?? []
      : [...sameLetters()]
          .filter(([point]) => point >= first && point <= last)
          .flatMap(([, same]) => same),
  );
  return mergeRanges([
    ...ranges,
    ...otherCases.map((point): Range => [point, point]),
  ]);
}

/** As they stand in JavaScript's brackets. */
export function rangesText(ranges: Range[]): string {
  const text = (point: number) => characterText(point, /[\\\][^-]/);
  return ranges
    .map(([first, last]) => {
      if (first === last) return text(first);
      return `${text(first)}${last > first + 1 ? '-' : ''}${text(last)}`;
    })
    .join('');
}

/** As it stands in JavaScript by itself. */
export const literalText = (point: number): string =>
  characterText(point, /[\\\][^$.*+?(){}|]/);

function characterText(point: number, special: RegExp): string {
  const character = String.fromCodePoint(point);
  if (special.test(character)) return `\\${character}`;
  const name = CONTROLS.get(character);
  if (name) return name;
  const visible =
    /^[ -~]$|[\p{L}\p{N}\p{P}\p{S}]/u.test(character) &&
    // KELVIN SIGN looks like a K.
    character.normalize() === character;
  return visible ? character : `\\u{${point.toString(16).toUpperCase()}}`;
}

const CONTROLS = new Map([
  ['\t', '\\t'],
  ['\n', '\\n'],
  ['\v', '\\v'],
  ['\f', '\\f'],
  ['\r', '\\r'],
]);

let letters: Map<number, number[]> | undefined;

/**
 * All forms of every letter that has several: k, K and KELVIN SIGN. This is
 * Unicode's simple case folding, which Go has tables for.
 */
function sameLetters(): Map<number, number[]> {
  if (letters) return letters;
  const forms = new Map<string, number[]>();
  for (const [first, last] of TWO_CASES) {
    for (let point = first; point <= last; point += 1) {
      const form = commonForm(String.fromCodePoint(point));
      forms.set(form, [...(forms.get(form) ?? []), point]);
    }
  }
  const lettersByPoint = new Map<number, number[]>();
  for (const sameForms of forms.values()) {
    if (sameForms.length > 1)
      sameForms.forEach(point => lettersByPoint.set(point, sameForms));
  }
  letters = lettersByPoint;
  return letters;
}

/** What all forms of a letter have in common: the lower case of its upper case. */
function commonForm(letter: string): string {
  // Only in Turkish is it the lower case of I.
  if (letter === 'ı') return letter;
  const singleCharacter = (text: string) =>
    [...text].length === 1 ? text : undefined;
  const upper = singleCharacter(letter.toUpperCase()) ?? letter;
  return singleCharacter(upper.toLowerCase()) ?? upper;
}

/** Where Unicode 15, which is Go's, has letters of two cases. */
const TWO_CASES: Range[] = [
  [0x41, 0x587],
  [0x10a0, 0x1c88],
  [0x1c90, 0x24e9],
  [0x2c00, 0x2d2d],
  [0xa640, 0xa7ca],
  [0xa7d0, 0xa7d1],
  [0xa7d6, 0xa7d9],
  [0xa7f5, 0xabbf],
  [0xff21, 0xff5a],
  [0x10400, 0x105bc],
  [0x10c80, 0x10cf2],
  [0x118a0, 0x118df],
  [0x16e40, 0x16e7f],
  [0x1e900, 0x1e943],
];
