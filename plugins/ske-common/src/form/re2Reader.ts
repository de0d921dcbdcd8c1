/** Go refuses the pattern, or we leave it to Go. */
export class UnsupportedPattern extends Error {}

/** A pattern, and how far it is read. */
export class Reader {
  at = 0;

  constructor(readonly text: string) {
    // Half a character: nothing that Go has ever seen.
    if (/\p{Cs}/u.test(text)) throw new UnsupportedPattern();
  }

  get done(): boolean {
    return this.at >= this.text.length;
  }

  /** Whether this comes next. */
  sees(expected: string): boolean {
    return this.text.startsWith(expected, this.at);
  }

  /** Reads this if it comes next, and says whether it did. */
  take(expected: string): boolean {
    const isNext = this.sees(expected);
    if (isNext) this.at += expected.length;
    return isNext;
  }

  /** Reads what an expression with the flag `y` matches here. */
  match(expression: RegExp): string[] | undefined {
    expression.lastIndex = this.at;
    const match = expression.exec(this.text) ?? undefined;
    if (match) this.at = expression.lastIndex;
    return match;
  }

  /** Reads up to a mark and the mark, or all that is left where there is none. */
  upTo(mark: string): string {
    const mayEnd = this.text.indexOf(mark, this.at);
    const end = mayEnd < 0 ? this.text.length : mayEnd;
    const text = this.text.slice(this.at, end);
    this.at = Math.min(end + mark.length, this.text.length);
    return text;
  }

  /** Reads one character, gives its code point. */
  character(): number {
    const point = this.text.codePointAt(this.at);
    if (point === undefined) throw new UnsupportedPattern();
    this.at += point > 0xffff ? 2 : 1;
    return point;
  }

  /** Reads one character, which may be written with a backslash. */
  maybeEscaped(): number {
    if (!this.take('\\')) return this.character();
    const octal = this.match(/0[0-7]{0,2}|[1-7][0-7]{1,2}/y);
    if (octal) return parseInt(octal[0], 8);
    const hex = this.match(/x(?:\{([\da-fA-F]+)\}|([\da-fA-F]{2}))/y);
    if (hex) {
      const point = parseInt(hex[1] ?? hex[2], 16);
      if (point > 0x10ffff) throw new UnsupportedPattern();
      return point;
    }
    const point = this.character();
    const letter = String.fromCodePoint(point);
    const control = CONTROLS.get(letter);
    if (control !== undefined) return control;
    // `\q` means nothing, `\-` means `-`.
    if (point > 0x7f || /[0-9A-Za-z]/.test(letter))
      throw new UnsupportedPattern();
    return point;
  }
}

const CONTROLS = new Map([
  ['a', 0x07],
  ['t', 0x09],
  ['n', 0x0a],
  ['v', 0x0b],
  ['f', 0x0c],
  ['r', 0x0d],
]);
