import fc from 'fast-check';
import { javaScriptPattern } from './re2';

const SUBJECTS: string[] = JSON.parse(String.raw`[
"", "a", "aaa", "ab", "my-db", "my.db", "-", "_", "7", "a7", "k", "K",
"\u212a", "s\u017f", "\u017f", "É", "é", "ß", "ẞ", "αΩ", "٣", "Привет",
" ", "\t", "\u000b", "\n", "a\nb", "b\r\na", "\u2028", "\u00a0", "😀",
"a😀a", "{x}", "{", "a]", "[", "^", "a.b*", "\\d", "a,b,c", "<a@b>", "AB",
"a&b", "😀\n\n"
]`);

/** What Go 1.26 says: a pattern, and which of the subjects it finds a match in. */
const FOUND_BY_GO = String.raw`
["^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$", "only", "a", "aaa", "ab", "my-db", "my.db", "7", "a7", "k"]
["^([a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*/)?(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])$", "only", "a", "aaa", "ab", "my-db", "my.db", "7", "a7", "k", "K", "AB"]
["^[a-z\\-\\_\\@\\.\\ ]+$", "only", "a", "aaa", "ab", "my-db", "my.db", "-", "_", "k", " "]
["\\<\\a?a\\@b\\>", "only", "<a@b>"]
["^\\\"|\\:|\\/|\\-$", "only", "-"]
["^{", "only", "{x}", "{"]
["x}$", "only", "{x}"]
["]", "only", "a]"]
["a{,2}", "only"]
["a{01}|\\{", "only", "{x}", "{"]
["a{1", "only"]
["^a{3}$", "only", "aaa"]
["^a{1,2}$", "only", "a"]
["a{0}b", "only", "ab", "my-db", "my.db", "a\nb", "b\r\na", "a.b*", "a,b,c", "<a@b>", "a&b"]
["a+?b", "only", "ab"]
["(?U)^a+$", "only", "a", "aaa"]
["(?i)k", "only", "k", "K", "\u212a"]
["(?i)\u017f", "only", "s\u017f", "\u017f"]
["(?i)É", "only", "É", "é"]
["(?i)ß", "only", "ß", "ẞ"]
["(?i)^[j-l]$", "only", "k", "K", "\u212a"]
["(?i)^[^j-l]$", "only", "a", "-", "_", "7", "\u017f", "É", "é", "ß", "ẞ", "٣", " ", "\t", "\u000b", "\n", "\u2028", "\u00a0", "😀", "{", "[", "^"]
["(?i)ω", "only", "αΩ"]
["(?i)привет", "only", "Привет"]
["(?i)^\\w+$", "only", "a", "aaa", "ab", "_", "7", "a7", "k", "K", "\u212a", "s\u017f", "\u017f", "AB"]
["(?i)^\\W+$", "only", "-", "É", "é", "ß", "ẞ", "αΩ", "٣", "Привет", " ", "\t", "\u000b", "\n", "\u2028", "\u00a0", "😀", "{", "[", "^", "😀\n\n"]
["(?i)^[[:alpha:]]+$", "only", "a", "aaa", "ab", "k", "K", "\u212a", "s\u017f", "\u017f", "AB"]
["(?i)^\\p{Cyrillic}+$", "only", "Привет"]
["(?i:A)b", "only", "ab"]
["(?i:A)B", "only", "AB"]
["(?i)A(?-i:B)", "only", "AB"]
["((?i)A)B", "only", "AB"]
["((?i)A|B)$", "only", "a", "aaa", "ab", "my-db", "my.db", "a\nb", "b\r\na", "a😀a", "AB", "a&b"]
["A(?i)B|K", "only", "k", "K", "\u212a", "AB"]
["^.$", "only", "a", "-", "_", "7", "k", "K", "\u212a", "\u017f", "É", "é", "ß", "ẞ", "٣", " ", "\t", "\u000b", "\u2028", "\u00a0", "😀", "{", "[", "^"]
["(?s)^.$", "all but", "", "aaa", "ab", "my-db", "my.db", "a7", "s\u017f", "αΩ", "Привет", "a\nb", "b\r\na", "a😀a", "{x}", "a]", "a.b*", "\\d", "a,b,c", "<a@b>", "AB", "a&b", "😀\n\n"]
["(?s)a.b", "only", "a\nb", "a.b*", "a,b,c", "<a@b>", "a&b"]
["a.b", "only", "a.b*", "a,b,c", "<a@b>", "a&b"]
["(?s-s)a.b", "only", "a.b*", "a,b,c", "<a@b>", "a&b"]
["a(?s:.)b", "only", "a\nb", "a.b*", "a,b,c", "<a@b>", "a&b"]
["^b", "only", "b\r\na"]
["(?m)^b$", "only", "a\nb"]
["(?m)a$", "only", "a", "aaa", "a\nb", "b\r\na", "a😀a"]
["(?m)^$", "only", "", "\n", "😀\n\n"]
["(?m)\\Ab|b\\z", "only", "ab", "my-db", "my.db", "a\nb", "b\r\na", "a&b"]
["(?m)\\z", "all but"]
["\\Aa\\z", "only", "a"]
["^*a", "only", "a", "aaa", "ab", "a7", "a\nb", "b\r\na", "a😀a", "a]", "a.b*", "a,b,c", "<a@b>", "a&b"]
["(?:^a|$)+", "all but"]
["(?m)^+b", "only", "a\nb", "b\r\na"]
["\\b-\\b", "only", "my-db"]
["\\B", "all but", "a", "_", "7", "k", "K", "a\nb", "a😀a", "a,b,c", "a&b"]
["a\\B", "only", "aaa", "ab", "a7"]
["^\\d+$", "only", "7"]
["^\\w+$", "only", "a", "aaa", "ab", "_", "7", "a7", "k", "K", "AB"]
["^\\W+$", "only", "-", "\u212a", "\u017f", "É", "é", "ß", "ẞ", "αΩ", "٣", "Привет", " ", "\t", "\u000b", "\n", "\u2028", "\u00a0", "😀", "{", "[", "^", "😀\n\n"]
["^\\s$", "only", " ", "\t", "\n"]
["^\\S$", "only", "a", "-", "_", "7", "k", "K", "\u212a", "\u017f", "É", "é", "ß", "ẞ", "٣", "\u000b", "\u2028", "\u00a0", "😀", "{", "[", "^"]
["^[\\S]$", "only", "a", "-", "_", "7", "k", "K", "\u212a", "\u017f", "É", "é", "ß", "ẞ", "٣", "\u000b", "\u2028", "\u00a0", "😀", "{", "[", "^"]
["^[^\\S]$", "only", " ", "\t", "\n"]
["^[^\\d\\D]$", "only"]
["^[\\w-\\.]+$", "only", "a", "aaa", "ab", "my-db", "my.db", "-", "_", "7", "a7", "k", "K", "AB"]
["^[a\\-z]+$", "only", "a", "aaa", "-"]
["^[a-]+$", "only", "a", "aaa", "-"]
["^[--a]+$", "only", "a", "aaa", "-", "_", "7", "a7", "K", "a]", "[", "^", "AB"]
["^[+--]$", "only", "-"]
["[]a]$", "only", "a", "aaa", "b\r\na", "a😀a", "a]"]
["^[^]a]$", "only", "-", "_", "7", "k", "K", "\u212a", "\u017f", "É", "é", "ß", "ẞ", "٣", " ", "\t", "\u000b", "\n", "\u2028", "\u00a0", "😀", "{", "[", "^"]
["^[[]$", "only", "["]
["^[a^]+$", "only", "a", "aaa", "^"]
["^[{}()|.*+?$/]+$", "only", "{"]
["[&&~~]", "only", "a&b"]
["^[[:alpha:]]+$", "only", "a", "aaa", "ab", "k", "K", "AB"]
["^[[:^digit:]]+$", "all but", "", "7", "a7"]
["^[^[:word:]]+$", "only", "-", "\u212a", "\u017f", "É", "é", "ß", "ẞ", "αΩ", "٣", "Привет", " ", "\t", "\u000b", "\n", "\u2028", "\u00a0", "😀", "{", "[", "^", "😀\n\n"]
["^[[:space:]]$", "only", " ", "\t", "\u000b", "\n"]
["^[[:punct:][:digit:]]+$", "only", "-", "_", "7", "{", "[", "^"]
["[[:a]", "only", "a", "aaa", "ab", "a7", "a\nb", "b\r\na", "a😀a", "a]", "[", "a.b*", "a,b,c", "<a@b>", "a&b"]
["^\\pL+$", "only", "a", "aaa", "ab", "k", "K", "\u212a", "s\u017f", "\u017f", "É", "é", "ß", "ẞ", "αΩ", "Привет", "AB"]
["^\\p{Lu}\\p{Ll}+$", "only", "Привет"]
["^\\p{Nd}$", "only", "7", "٣"]
["^\\p{Greek}+$", "only", "αΩ"]
["^\\p{^Greek}$", "all but", "", "aaa", "ab", "my-db", "my.db", "a7", "s\u017f", "αΩ", "Привет", "a\nb", "b\r\na", "a😀a", "{x}", "a]", "a.b*", "\\d", "a,b,c", "<a@b>", "AB", "a&b", "😀\n\n"]
["^\\P{^Greek}+$", "only", "αΩ"]
["^[^\\p{Greek}]+$", "all but", "", "αΩ"]
["^\\p{Lowercase_Letter}$", "only", "a", "k", "\u017f", "é", "ß"]
["^[^\\x00-\\x{10FFFF}]?$", "only", ""]
["(?P<name>a)b", "only", "ab"]
["(?<name>a)(?<name>b)", "only", "ab"]
["^\\Qa.b*\\E$", "only", "a.b*"]
["^\\Qa]\\E?$", "only", "a", "a]"]
["^\\Qa\\Q\\E", "only"]
["\\x41|\\x6b", "only", "k", "AB"]
["^\\x{1F600}", "only", "😀", "😀\n\n"]
["^\\x{10FFFF}?$", "only", ""]
["^[\\x{1F600}-\\x{1F64F}]$", "only", "😀"]
["\\141\\142", "only", "ab"]
["^\\0?7$", "only", "7"]
["^[\\07-\\012]$", "only", "\t", "\n"]
["\\a|\\f|\\n\\n|\\t|\\v", "only", "\t", "\u000b", "😀\n\n"]
["\\r\\n", "only", "b\r\na"]
["^(|a)$", "only", "", "a"]
["^(a|)+b?$", "only", "", "a", "aaa", "ab"]
["a||b", "all but"]
["(?)k", "only", "k"]
["^[^,]+(,[^,]+)*$", "all but", ""]
["^[😀é]$", "only", "é", "😀"]
["^.😀.$", "only", "a😀a"]
["^\\\\d$", "only", "\\d"]
`
  .trim()
  .split('\n')
  .map((line): [string, ...string[]] => JSON.parse(line));

const REFUSED_BY_GO: string[] = JSON.parse(String.raw`[
"(?=a)a", "(?!a)", "(?<=a)b", "(?<!a)b", "(a)\\1", "(?<a>x)\\k<a>", "(?>a)",
"(?'n'a)", "a**", "a{2}{3}", "a++", "a{1001}", "a{2,1}", "(a{100}){11}",
"*a", "(*a)", "a|*", "(?i)*", "(?x)a", "(?i-)a", "\\C", "\\Z", "\\q", "\\8",
"\\cA", "\\u0041", "\\x{110000}", "\\x{}", "\\xg", "\\é", "\\pX",
"\\p{Grek}", "\\p{Alphabetic}", "\\p{Greek", "[[:foo:]]", "[z-a]", "[a-\\d]",
"[\\b]", "[a", "(a", "a)", "(?P<n-a>a)", "a\\"
]`);

/** Alternatives that read the same for four characters. */
const alternatives = (count: number) =>
  Array.from({ length: count }, (_, n) => `[ay]{4}${n}`).join('|');

describe('javaScriptPattern', () => {
  it.each(FOUND_BY_GO)('%j finds what Go finds', (pattern, which, ...named) => {
    const translated = javaScriptPattern(pattern);
    expect(translated).toBeDefined();
    const compiled = new RegExp(translated ?? '', 'u');
    const expected = SUBJECTS.filter(
      subject => named.includes(subject) === (which === 'only'),
    );
    expect(SUBJECTS.filter(subject => compiled.test(subject))).toEqual(
      expected,
    );
  });

  it.each(REFUSED_BY_GO)('leaves %j, which Go refuses', pattern => {
    expect(javaScriptPattern(pattern)).toBeUndefined();
  });

  it.each([
    '',
    '^(small|large)$',
    '^[A-Za-z]([A-Za-z0-9_,:]*[A-Za-z0-9_])?$',
    '^v[0-9]+(alpha[0-9]+|beta[0-9]+)?$',
    '^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$',
    '^([0-9]+(\\.[0-9]+)?(ns|us|µs|ms|s|m|h))+$',
    '^((25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)\\.){3}\\d{1,3}(/\\d+)?$',
    '^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$',
    '^(\\p{L}+[ -])*\\p{L}+$',
  ])('keeps %s as it is', pattern => {
    expect(javaScriptPattern(pattern)).toBe(pattern);
  });

  it.each([
    ['^\\/[a-z\\-\\.]+$', '^/[a-z\\-.]+$'],
    ['^.+@\\S+$', '^[^\\n]+@[^\\t\\n\\f\\r ]+$'],
    ['(?i)^kg|µ$', '^[Kk\\u{212A}][Gg]|[µΜμ]$'],
    ['(?P<unit>[[:alpha:]]+)', '([A-Za-z]+)'],
    ['\\p{Greek}', '\\p{Script=Greek}'],
  ])('says %s in few words', (pattern, expected) => {
    expect(javaScriptPattern(pattern)).toBe(expected);
  });

  it.each([
    '^(a+)+$',
    '^(a|a)*$',
    '^(a?b?)*$',
    '^(\\w+\\s?)*$',
    '^([a-zA-Z0-9-]+\\.?)+$',
    '^[a-z0-9]+(?:(?:[._]|__|[-]*)[a-z0-9]+)*$',
    '^(a|ab|b)*c',
    '^(a?){30}$',
    `^${'a?'.repeat(30)}$`,
    `^${'(|)'.repeat(30)}$`,
    '^(a|a){2,30}$',
    '(.*,){5}',
    '.+@.+\\..+',
    `^${'(?:|)'.repeat(18)}(?:(?:${alternatives(10)})z)*$`,
  ])('leaves %s, at which a form may freeze', pattern => {
    expect(javaScriptPattern(pattern)).toBeUndefined();
  });

  it.each([
    '^([a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*/)?b$',
    '^.+@.+\\..+;$',
    '[a-z]+@[a-z]+',
    '^([^,]*,)*[^,]*;$',
    `^(${Array.from({ length: 400 }, (_, n) => `m${n}.large`).join('|')})$`,
  ])('soon knows that no. %# does not match', pattern => {
    const compiled = new RegExp(javaScriptPattern(pattern) ?? '', 'u');
    for (const piece of ['a', 'a.', '@.', 'a,', 'm1']) {
      const before = Date.now();
      expect(compiled.test(`${piece.repeat(200 / piece.length)}!`)).toBe(false);
      expect(Date.now() - before).toBeLessThan(1000);
    }
  });

  it.each(['^[^,]*,.*,.*;$', '[a-z]+;', `^(?:(?:${alternatives(100)})z)*$`])(
    'takes %s for short texts, and not for long ones',
    pattern => {
      expect(javaScriptPattern(pattern)).toBeDefined();
      expect(javaScriptPattern(pattern, 1_000_000)).toBeUndefined();
    },
  );

  it.each([
    '^(small|large)$',
    '[0-9]',
    '^[^;]*;$',
    '^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$',
  ])('takes %s for texts of any length', pattern => {
    const compiled = new RegExp(javaScriptPattern(pattern, 1_000_000)!, 'u');
    const before = Date.now();
    for (const piece of ['a', 'a.', 'a-', '.a']) {
      expect(compiled.test(piece.repeat(1_000_000 / piece.length))).toBe(
        piece === 'a' && pattern.startsWith('^[a-z'),
      );
    }
    expect(Date.now() - before).toBeLessThan(4000);
  });

  it.each([
    ['Go has changed its meaning', '\\p{C}'],
    ['it needs tables', '(?i)\\p{Lu}'],
    ['some editions of Go refuse it', '\\p{Old_Italic}'],
    ['it has half a character', 'a\ud800'],
    ['it is too long', 'a'.repeat(10_001)],
    ['it is too deep', '('.repeat(300) + ')'.repeat(300)],
    ['it is too large', `(${'a'.repeat(5000)}){1000}`],
  ])('leaves a pattern to the server: %s', (_, pattern) => {
    expect(javaScriptPattern(pattern)).toBeUndefined();
  });

  it('throws nothing, and gives what compiles', () => {
    const tokens = [...'()[]{}|*+?^$.\\-:,<>=!azAZ019PpQEUimsxdDé😀\ud800'];
    const pattern = fc.array(fc.constantFrom('[:', '(?', '\\p{L}', ...tokens));
    fc.assert(
      fc.property(pattern, parts => {
        const translated = javaScriptPattern(parts.join(''));
        expect(() => new RegExp(translated ?? '', 'u')).not.toThrow();
      }),
    );
  });
});
