/**
 * Whether a text in a custom resource has the `format` that its CRD asks for.
 * The answer is that of a kube-apiserver 1.36, which for some formats is not
 * what their names promise: "a-" is a hostname, "my-host" is none. Where this
 * differs, it lets through what the server will refuse, never the other way.
 *
 * @param format - as in the schema; any text has one that the server ignores
 * @public
 */
export function isFormat(format: string, value: string): boolean {
  // The server does not see the dashes of "date-time" either.
  return CHECKS.get(format.replaceAll('-', ''))?.(value) ?? true;
}

/**
 * The smallest and the largest integer that a field of a custom resource takes:
 * with the format `int32` those of 32 bits, with any other or none those of 64.
 * They are text because a number of JavaScript cannot hold the latter exactly.
 * Servers before 1.36 ignore `int32`, and take 64 bits there too.
 *
 * @public
 */
export function integerRange(format?: string): { min: string; max: string } {
  return format === 'int32'
    ? { min: '-2147483648', max: '2147483647' }
    : { min: '-9223372036854775808', max: '9223372036854775807' };
}

const CHECKS = new Map<string, (value: string) => boolean>([
  ['bsonobjectid', like(/^[0-9a-f]{24}$/i)],
  ['uri', isUri],
  ['email', isEmail],
  ['hostname', isHostname],
  ['ipv4', isIPv4],
  ['ipv6', isIPv6Address],
  ['cidr', isCidr],
  ['mac', isMac],
  ['uuid', isUuid(/^/)],
  ['uuid3', isUuid(/^.{12}3/)],
  ['uuid4', isUuid(/^.{12}4.{3}[89ab]/i)],
  ['uuid5', isUuid(/^.{12}5.{3}[89ab]/i)],
  ['isbn', isIsbn(10, 13)],
  ['isbn10', isIsbn(10)],
  ['isbn13', isIsbn(13)],
  ['creditcard', isCreditCard],
  ['ssn', like(/^\d{3}[- ]\d{2}[- ]\d{4}$/)],
  ['hexcolor', like(/^#?(?:[0-9a-f]{3}){1,2}$/i)],
  ['rgbcolor', value => RGB_COLOR.test(value)],
  ['byte', isBase64],
  ['password', () => true],
  ['date', isDate],
  ['duration', value => isGoDuration(value) || isWordyDuration(value)],
  ['datetime', isDateTime],
  ['k8sshortname', isName(63, '')],
  ['k8slongname', isName(253, '.')],
]);

/**
 * The formats that a kube-apiserver 1.36 checks in custom resources; those that
 * are commonly written with dashes are here with and without.
 *
 * @public
 */
export const KUBERNETES_FORMATS: readonly string[] = [
  ...CHECKS.keys(),
  'date-time',
  'k8s-short-name',
  'k8s-long-name',
];

function like(pattern: RegExp) {
  return (value: string) => pattern.test(value);
}

/** A URL with a scheme, a path from the root, or "*". */
function isUri(value: string): boolean {
  // Nothing empty, and no control characters.
  if (!/^[ -~\u0080-\uffff]+$/.test(value)) return false;
  const [, scheme, authority = '', path = ''] = URI.exec(value) ?? [];
  if (!authority && !path.startsWith('/')) {
    return scheme !== undefined || value === '*';
  }
  // The last "@" ends the user and the password.
  const hostAt = authority.lastIndexOf('@') + 1;
  return (
    USER.test(authority.slice(0, hostAt)) &&
    isUriHost(authority.slice(hostAt), /^https?$/i.test(scheme)) &&
    !/%(?![\da-f]{2})/i.test(path)
  );
}

/** Up to a question mark; what follows that may be anything. */
const URI = /^(?:([a-z][a-z\d+.-]*):(?:\/\/([^/?]*))?)?([^?]*)/i;
const USER = /^(?:[\w.~!$&'()*+,;=:@-]|%[\da-f]{2})*$/i;

/** A name or an IPv6 address in brackets, and a port; any of them may be absent. */
function isUriHost(host: string, isWeb: boolean): boolean {
  const address = URI_HOST_IN_BRACKETS.exec(host)?.[1];
  if (address !== undefined) return isIPv6Address(address);
  // Schemes other than those of the web may list hosts, each with a port.
  const port = isWeb ? /^[^:]*(?::\d*)?$/ : /^[^:]*$|:\d*$/;
  return port.test(host) && URI_HOST.test(host);
}

/** "%XX" may only stand for "%" and for what is not ASCII. */
const URI_HOST = /^(?:[^ #%/?@[\\^`{|}]|%25|%[89a-f][\da-f])*$/i;
/** "%25" begins a zone; in it, "%XX" may not stand for what is no part of a name. */
const URI_HOST_IN_BRACKETS =
  /^\[([^%]*)(?:%25(?:[^ #%/?@[\\^`{|}]|%(?!23|2f|3f|40|5c|5e|60|7[b-df])[2-7][\da-f])+)?\](?::\d*)?$/i;

/**
 * A mailbox as in the header of an e-mail: `a@b`, `Name <a@b>`, with comments
 * in parentheses, or a group of one (`name: a@b;`). Unlike the server, this does
 * not look for unknown character sets in encoded names (`=?koi8-r?q?name?=`).
 */
function isEmail(value: string): boolean {
  const text = shortenComments(value);
  const match = MAILBOX.exec(GROUP.exec(text)?.[1] ?? text);
  const literal = match?.[1] ?? match?.[2];
  return (
    match !== null &&
    (literal === undefined || IPV4.test(literal) || isIPv6Address(literal))
  );
}

/** The text with a line break for each comment; "" if that cannot be done. */
function shortenComments(text: string): string {
  let depth = 0;
  let isQuoted = false;
  let remainingText = '';
  for (const [token] of text.matchAll(/\\?[^]/g)) {
    const outside = depth === 0;
    if (outside && token.endsWith('\n')) return '';
    if (outside && token === '"') isQuoted = !isQuoted;
    if (!isQuoted && token === '(') depth++;
    if (!outside && token === ')') depth--;
    if (depth === 0) remainingText += outside ? token : '\n';
  }
  return depth === 0 ? remainingText : '';
}

const WORD = "[!#-'*+/-9=?A-Z^-~\\u0080-\\uffff-]";
const DOTTED = `${WORD}+(?:\\.${WORD}+)*`;
const ESCAPED = '\\\\[\\t -~\\u0080-\\uffff]';
const QUOTED = `"(?:[\\t !#-[\\]-~\\u0080-\\uffff]|${ESCAPED})*"`;
const NAME = `[ \\t]*(?:\\.|${WORD}|${QUOTED})(?:[. \\t\\n]|${WORD}|${QUOTED})*`;
const DOMAIN = `(?:${DOTTED}|\\[([^\\]]*)\\])`;
const ADDRESS = `[ \\t]*(?:${DOTTED}|(?!"")${QUOTED})@[ \\t]*${DOMAIN}`;
const MAILBOX = new RegExp(
  `^(?:${ADDRESS}|(?:${NAME}|[ \\t]*)<${ADDRESS}>)[ \\t\\n]*$`,
);
const GROUP = new RegExp(`^${NAME}:([^]*);[ \\t\\n]*$`);

/** Letters and symbols of any script, but hyphens only where the server has them. */
function isHostname(value: string): boolean {
  // What is half a character arrives at the server as the sign for "unknown".
  const host = value.replace(/\p{Cs}/gu, '\ufffd');
  return (
    (LABEL.test(host) || LABELS.test(host)) &&
    bytesOf(host) <= 255 &&
    host.split('.').every(label => bytesOf(label) <= 63)
  );
}

const LABEL = /^[\p{L}\p{S}\d]-?[\p{L}\p{S}\d]{0,62}$/u;
const LABELS =
  /^(?:[\p{L}\p{S}\d](?:[\p{L}\p{S}\d-]{0,61}[\p{L}\p{S}\d])?\.)+\p{L}{2,63}$/u;

/** Length in UTF-8. */
function bytesOf(text: string): number {
  return encodeURIComponent(text).replace(/%../g, '.').length;
}

/** Also an IPv6 address that ends in an IPv4 address: `::ffff:192.0.2.1`. */
function isIPv4(value: string): boolean {
  const text = withoutZeros(value);
  return IPV4.test(text) || (text.includes('.') && isIPv6Address(text));
}

const BYTE = '(?:[1-9]?\\d|1\\d\\d|2[0-4]\\d|25[0-5])';
const IPV4 = new RegExp(`^${BYTE}(?:\\.${BYTE}){3}$`);

function isIPv6Address(text: string): boolean {
  const lastAt = text.lastIndexOf(':') + 1;
  const groups = IPV4.test(text.slice(lastAt))
    ? `${text.slice(0, lastAt)}0:0`
    : text;
  const halves = groups.split('::');
  const parts = halves.flatMap(half => (half === '' ? [] : half.split(':')));
  return (
    (halves.length === 1 ? parts.length === 8 : parts.length < 8) &&
    halves.length <= 2 &&
    parts.every(group => /^[\da-f]{1,4}$/i.test(group))
  );
}

/** Some formats allow zeros before the numbers of an address. */
function withoutZeros(address: string): string {
  return address.replace(/\b0+(?=[\da-f])/gi, '');
}

function isCidr(value: string): boolean {
  const [address, bits, ...furtherParts] = withoutZeros(value).split('/');
  return (
    /^\d+$/.test(bits) &&
    furtherParts.length === 0 &&
    (IPV4.test(address)
      ? Number(bits) <= 32
      : isIPv6Address(address) && Number(bits) <= 128)
  );
}

/** 6, 8 or 20 bytes: `00:00:5e:…`, `00-00-5e-…`, `0000.5e00.…` or `00005e00…`. */
function isMac(value: string): boolean {
  const digits = value.replace(/[:.-]/g, '').length;
  return MAC.test(value) && [12, 16, 40].includes(digits);
}

const MAC =
  /^(?:[\da-f]{2}([:-]?)[\da-f]{2}(?:\1[\da-f]{2})+|[\da-f]{4}(?:\.[\da-f]{4})+)$/i;

/** @param digits - what must be so of them, once the dashes are gone */
function isUuid(digits: RegExp) {
  return (value: string) =>
    UUID.test(value) && digits.test(value.replaceAll('-', ''));
}

const UUID = /^[\da-f]{8}(?:-?[\da-f]{4}){3}-?[\da-f]{12}$/i;

/** Spaces, as Go's regular expressions have them, and dashes do not count. */
function isIsbn(...lengths: number[]) {
  return (value: string) => {
    const digits = value.replace(/[\t\n\f\r -]/g, '');
    if (!lengths.includes(digits.length)) return false;
    return digits.length === 10
      ? /^\d{9}[\dX]$/.test(digits) && weigh(digits, i => i + 1) % 11 === 0
      : /^\d+$/.test(digits) && weigh(digits, i => 1 + 2 * (i % 2)) % 10 === 0;
  };
}

function weigh(digits: string, weight: (index: number) => number): number {
  const values = [...digits].map(digit => (digit === 'X' ? 10 : Number(digit)));
  return values.reduce((sum, value, i) => sum + weight(i) * value, 0);
}

/** Whatever is not a digit does not count. */
function isCreditCard(value: string): boolean {
  const digits = value.replace(/\D/g, '');
  if (!CARD.test(digits)) return false;
  // Every second digit from the end counts double, and 10 as 1 + 0.
  const doubled = digits.replace(/\d(?=\d(?:\d\d)*$)/g, digit =>
    String((2 * Number(digit)) % 9 || digit),
  );
  return weigh(doubled, () => 1) % 10 === 0;
}

const CARD =
  /^(?:4(?:\d{12}|\d{15})|(?:5[1-5]|35|65)\d{14}|6011\d{12}|(?:34|37)\d{13}|(?:1800|2131)\d{11}|3(?:0[0-5]|[68]\d)\d{11})$/;

const COLOR = `[\\t\\n\\f\\r ]*${BYTE}[\\t\\n\\f\\r ]*`;
const RGB_COLOR = new RegExp(`^rgb\\(${COLOR},${COLOR},${COLOR}\\)$`);

/** With its padding, and not empty. */
function isBase64(value: string): boolean {
  return value.length % 4 === 0 && /^[A-Za-z\d+/]+={0,2}$/.test(value);
}

function isDate(value: string): boolean {
  const [, year, month, day] =
    /^(\d{4})-(\d\d)-(\d\d)$/.exec(value)?.map(Number) ?? [];
  const isLeap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
  const days = [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
  return day >= 1 && day <= days[month - 1];
}

function isDateTime(value: string): boolean {
  return isDate(value.slice(0, 10)) && TIME.test(value.slice(10));
}

/** With a zone, without leap seconds; after another "T" is whatever one likes. */
const TIME =
  /^T(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d(?:[^\nT]\d+)?(?:Z|[+-]\d\d:\d\d)(?:T[^]*)?$/iu;

/**
 * As Go has durations: `1h30m`, `-1.5s`, `0`. Of more than 292 years the server
 * takes only those that people would write too; here "2562048.h" passes as well.
 */
function isGoDuration(value: string): boolean {
  return (
    GO_DURATION.test(value) &&
    [...value.matchAll(/(\d*)(?:\.\d*)?[a-zµμ]+/g)].every(isInt64)
  );
}

/** As people write them, anywhere in a text: `2 Days`, `for 1hour or so`. */
function isWordyDuration(value: string): boolean {
  const parts = [...value.matchAll(/(\d+)[\t\n\f\r ]*([A-Za-zµ]*)/g)].filter(
    ([, , unit]) => unit !== '',
  );
  return (
    parts.every(isInt64) && parts.some(([, , unit]) => TIME_UNIT.test(unit))
  );
}

const GO_DURATION =
  /^[+-]?(?:0|(?:(?:\d+(?:\.\d*)?|\.\d+)(?:[nuµμm]?s|m|h))+)$/;
const TIME_UNIT =
  /^(?:[nuµm]?s|[mhdw]|hr|wk|(?:nano|micro|milli|sec|min|hour|day|week).*)$/i;

/** Whether 64 bits hold the number, or would if it were negative. */
function isInt64([, digits]: RegExpMatchArray): boolean {
  const number = digits.replace(/^0+/, '').padStart(19, '0');
  return number.length === 19 && number <= '9223372036854775808';
}

/** What Kubernetes names things: in parts, if there is something between them. */
function isName(longest: number, separator: string) {
  return (value: string) =>
    value.length <= longest &&
    (separator ? value.split(separator) : [value]).every(part =>
      /^[a-z\d](?:[a-z\d-]*[a-z\d])?$/.test(part),
    );
}
