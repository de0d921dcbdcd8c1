import {
  invertRanges,
  withBothCases,
  LAST,
  literalText,
  mergeRanges,
  rangesText,
  type Range,
} from './re2Ranges';
import { UnsupportedPattern, type Reader } from './re2Reader';

/** What one character of a text may be. */
export interface Characters {
  /** In JavaScript's words. */
  text: string;
  /** Merged; has all beyond ASCII where only Unicode's tables could tell. */
  ranges: Range[];
}

/** A part of a class: `text` is as it stands between brackets. */
interface ClassPart extends Characters {
  /** The text for all other characters, where it is no list: `\D` for `\d`. */
  others?: string;
  /** Only Unicode's tables tell what it has beyond ASCII. */
  rough?: boolean;
}

/** One character. With `fold`, here as below, upper and lower case are the same. */
export function makeLiteral(point: number, fold: boolean): Characters {
  const part = listed([[point, point]], fold);
  const [[first, last], ...otherRanges] = part.ranges;
  return otherRanges.length === 0 && first === last
    ? { text: literalText(point), ranges: part.ranges }
    : classOf([part], false);
}

/** Reads what follows `[`, up to the `]`. */
export function readBrackets(reader: Reader, fold: boolean): Characters {
  const negated = reader.take('^');
  const parts: ClassPart[] = [];
  // A `]` that comes first is a character.
  while (parts.length === 0 || !reader.sees(']')) {
    parts.push(
      posix(reader, fold) ?? shorthandPart(reader, fold) ?? range(reader, fold),
    );
  }
  reader.take(']');
  return classOf(parts, negated);
}

/** Reads `\d`, `\S`, `\p{Greek}` and the like standing alone, if one is next. */
export function readShorthand(
  reader: Reader,
  fold: boolean,
): Characters | undefined {
  const part = shorthandPart(reader, fold);
  if (!part) return undefined;
  if (part.others) return part;
  const rest = inverse(part);
  // `\S` is said in few words as all but `\s`.
  return rest.text.length < part.text.length
    ? classOf([rest], true)
    : classOf([part], false);
}

function classOf(parts: ClassPart[], negated: boolean): Characters {
  const last = parts.length - 1;
  const texts = parts.map(({ text }, index) =>
    // In between it would make a range of its neighbours.
    text === '\\-' && (index === 0 || index === last) ? '-' : text,
  );
  const ranges = mergeRanges(parts.flatMap(part => part.ranges));
  const rough = parts.some(part => part.rough);
  return {
    text: `[${negated ? '^' : ''}${texts.join('')}]`,
    ranges: negated ? inverse({ text: '', ranges, rough }).ranges : ranges,
  };
}

function listed(givenRanges: Range[], fold: boolean): ClassPart {
  const ranges = fold ? withBothCases(givenRanges) : mergeRanges(givenRanges);
  return { text: rangesText(ranges), ranges };
}

function inverse({ text, others, ranges, rough }: ClassPart): ClassPart {
  const rest = invertRanges(ranges);
  return {
    text: others ?? rangesText(rest),
    others: others && text,
    ranges: rough ? mergeRanges([...rest, BEYOND_ASCII]) : rest,
    rough,
  };
}

const BEYOND_ASCII: Range = [0x80, LAST];

function range(reader: Reader, fold: boolean): ClassPart {
  const first = reader.maybeEscaped();
  const hasEnd = reader.sees('-') && !reader.sees('-]');
  if (!hasEnd) return listed([[first, first]], fold);
  reader.take('-');
  const last = reader.maybeEscaped();
  if (last < first) throw new UnsupportedPattern();
  return listed([[first, last]], fold);
}

/** Reads `[:alpha:]` or `[:^alpha:]`, if one is next. */
function posix(reader: Reader, fold: boolean): ClassPart | undefined {
  if (!reader.sees('[:')) return undefined;
  if (!reader.text.includes(':]', reader.at + 2)) return undefined;
  const [, not, name] = reader.match(/\[:(\^?)([a-z]+):\]/y) ?? [];
  const ranges = POSIX.get(name);
  if (!ranges) throw new UnsupportedPattern();
  const part = listed(ranges, fold);
  return not ? inverse(part) : part;
}

function shorthandPart(reader: Reader, fold: boolean): ClassPart | undefined {
  const [, perl] = reader.match(/\\([dswDSW])/y) ?? [];
  if (perl) {
    const positive = perl.toLowerCase();
    const part = perlClass(positive, fold);
    return perl === positive ? part : inverse(part);
  }
  const [, letter, not, long, short] =
    reader.match(/\\([pP])(?:\{(\^?)(\w+)\}|([A-Z]))/y) ?? [];
  if (!letter) return undefined;
  const part = unicodeClass(long ?? short, fold);
  return (letter === 'P') === (not === '^') ? part : inverse(part);
}

function perlClass(letter: string, fold: boolean): ClassPart {
  if (letter === 's') return listed(pairs('\t\n\f\r  '), false);
  const part = listed(pairs(letter === 'd' ? '09' : '09AZ__az'), fold);
  // With `(?i)`, Go's `\w` has the KELVIN SIGN, which is a k, and `ſ`.
  if (letter === 'w' && fold) return part;
  return { ...part, text: `\\${letter}`, others: `\\${letter.toUpperCase()}` };
}

function unicodeClass(name: string, fold: boolean): ClassPart {
  if (name === 'Any') return listed([[0, LAST]], false);
  if (name === 'ASCII') return listed([[0, 0x7f]], fold);
  if (UNSETTLED.test(name) || (fold && GROWING.test(name)))
    throw new UnsupportedPattern();
  const isScript = SCRIPTS.split(' ').includes(name);
  const inner = isScript ? `Script=${name}` : name;
  return {
    text: `\\p{${inner}}`,
    others: `\\P{${inner}}`,
    ranges: mergeRanges([
      ...asciiOf(isScript ? inner : `gc=${name}`),
      BEYOND_ASCII,
    ]),
    rough: true,
  };
}

const rangesByClass = new Map<string, Range[]>();

/** Which of ASCII are in a Unicode class; throws where there is no such class. */
function asciiOf(name: string): Range[] {
  const ascii = String.fromCodePoint(...Array(BEYOND_ASCII[0]).keys());
  const ranges =
    rangesByClass.get(name) ??
    [...ascii.matchAll(new RegExp(`\\p{${name}}`, 'gu'))].map(
      ({ index }): Range => [index, index],
    );
  rangesByClass.set(name, ranges);
  return ranges;
}

/** Go's edition decides whether code points that mean nothing yet belong to it. */
const UNSETTLED = /^(C|Cn|Other|Unassigned)$/;

/** With `(?i)`, Go adds characters to these that only its tables tell. */
const GROWING = /^(LC|L[ltu]?|Mn?|Letter|Mark|Common|Greek|Inherited|\w+_\w+)$/;

/** The first and the last character of each range. */
function pairs(text: string): Range[] {
  const pairTexts = text.match(/../gs) ?? [];
  return pairTexts.map(pair => [pair.charCodeAt(0), pair.charCodeAt(1)]);
}

const POSIX = new Map([
  ['alnum', pairs('09AZaz')],
  ['alpha', pairs('AZaz')],
  ['ascii', pairs('\0\x7f')],
  ['blank', pairs('\t\t  ')],
  ['cntrl', pairs('\0\x1f\x7f\x7f')],
  ['digit', pairs('09')],
  ['graph', pairs('!~')],
  ['lower', pairs('az')],
  ['print', pairs(' ~')],
  ['punct', pairs('!/:@[`{~')],
  ['space', pairs('\t\r  ')],
  ['upper', pairs('AZ')],
  ['word', pairs('09AZ__az')],
  ['xdigit', pairs('09AFaf')],
]);

/** All of Unicode 15 that have names of one word; Go 1.25 refuses the others. */
const SCRIPTS =
  'Adlam Ahom Arabic Armenian Avestan Balinese Bamum Batak Bengali Bhaiksuki ' +
  'Bopomofo Brahmi Braille Buginese Buhid Carian Chakma Cham Cherokee ' +
  'Chorasmian Common Coptic Cuneiform Cypriot Cyrillic Deseret Devanagari ' +
  'Dogra Duployan Elbasan Elymaic Ethiopic Georgian Glagolitic Gothic Grantha ' +
  'Greek Gujarati Gurmukhi Han Hangul Hanunoo Hatran Hebrew Hiragana ' +
  'Inherited Javanese Kaithi Kannada Katakana Kawi Kharoshthi Khmer Khojki ' +
  'Khudawadi Lao Latin Lepcha Limbu Lisu Lycian Lydian Mahajani Makasar ' +
  'Malayalam Mandaic Manichaean Marchen Medefaidrin Miao Modi Mongolian Mro ' +
  'Multani Myanmar Nabataean Nandinagari Newa Nko Nushu Ogham Oriya Osage ' +
  'Osmanya Palmyrene Phoenician Rejang Runic Samaritan Saurashtra Sharada ' +
  'Shavian Siddham Sinhala Sogdian Soyombo Sundanese Syriac Tagalog Tagbanwa ' +
  'Takri Tamil Tangsa Tangut Telugu Thaana Thai Tibetan Tifinagh Tirhuta Toto ' +
  'Ugaritic Vai Vithkuqi Wancho Yezidi Yi';
