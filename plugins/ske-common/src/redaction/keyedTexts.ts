import { MASK } from './masks';

/** One way in which texts have a key before a value. All take time in proportion to the text. */
export interface KeyedText {
  /** One of them is in each such text: quicker to look for. */
  signs: string[];
  /** The key, as its group, and what is between it and the value. Global. */
  key: RegExp;
  /** The value, from where it begins. Sticky. */
  value: RegExp;
  /** The same where only its looks tell whether it is a secret; default: {@link RANDOM_VALUE}. */
  randomValue?: RegExp;
  /** Whether a value is more than a word of a sentence. */
  isValue?: (value: string, beginning: string) => boolean;
}

export const KEYED_TEXTS: KeyedText[] = [
  {
    // Options of commands: "--password x".
    signs: ['--'],
    key: /(?<![\w-])--([\w-]{2,80})\s{1,5}/g,
    value:
      /(\\{1,7})"(?:(?!(?<!\\)\1")[^\n])*(?:\1")?|"[^"\n]*"?|'[^'\n]*'?|[^\s"'-][^\s"']*/y,
  },
  {
    // Lines between two marks, of Terraform and of shells: "password = <<EOT".
    signs: ['<<'],
    key: /(?<![\w.-])([\w.-]{1,100})["']?[ \t]{0,40}=[ \t]{0,5}<<[-~]?["']?(?=\w)/g,
    value: /(\w{1,40})["']?\r?\n[^]*?(?:\n[ \t]{0,200}\1(?!\w)|$)/y,
  },
  {
    // "key=value": queries, fragments, connection strings, environments, JSON in a text
    // of JSON; what Terraform changes: "key = "old" -> "new"".
    signs: ['=', '%3D'],
    key: /(?<![\w.-])([\w.-]{1,100})["']?(?:%3D|[ \t]{0,40}=[ \t]{0,5})(?!=)/g,
    value:
      /(\\{1,7})"(?:(?!(?<!\\)\1")[^\n])*(?:\1")?|(?:"(?:[^"\\\n]|\\.)*"?|'(?:[^'\\\n]|\\.)*'?|\([^()\n]{1,40}\)|[^\s&;"'<>]+)(?:[ \t]{1,5}->[ \t]{1,5}(?!\()(?:"(?:[^"\\\n]|\\.)*"?|[^\s"]+))?/y,
    isValue: (value, beginning) => isNoAttribute(value, beginning),
    randomValue: /"[^"\n]*"?|'[^'\n]*'?|[\w+/%.~-]+={0,2}/y,
  },
  {
    // JSON.
    signs: ['"'],
    key: /"([\w.-]{1,100})"\s{0,5}:\s{0,5}"?/g,
    value: /(?<=")[^"\\]*(?:\\[^][^"\\]*)*|-?\d{1,30}/y,
  },
  {
    // A dict of Python.
    signs: ["'"],
    key: /'([\w.-]{1,100})'\s{0,5}:\s{0,5}[bu]?["']?/g,
    value: /(?<=')(?:[^'\\]|\\[^])*|(?<=")(?:[^"\\]|\\[^])*|-?\d{1,30}/y,
  },
  {
    // An element of XML.
    signs: ['</'],
    key: /<(?:[\w-]{1,50}:)?([\w.-]{1,100})(?:\s[^<>]{0,500})?>/g,
    value: /(?:<!\[CDATA\[)?[^<]+(?=<\/)/y,
  },
  {
    // One with its name beside it: <entry key="password">x</entry>.
    signs: ['</'],
    key: /\b(?:name|key|id)=["']([\w.-]{1,100})["'][^<>]{0,200}>/g,
    value: /(?:<!\[CDATA\[)?[^<]+(?=<\/)/y,
  },
  {
    // What Terraform declares: variable "password" { default = "x" }.
    signs: ['variable', 'output'],
    key: /\b(?:variable|output)[ \t]{1,5}"([\w-]{1,100})"\s{0,5}\{[^{}]{0,1000}?\b(?:default|value)[ \t]{0,40}=[ \t]{0,5}/g,
    value: /"(?:[^"\\\n]|\\.)*"?|[^\s"]+/y,
  },
  {
    // A list in JSON, YAML, Python or Terraform.
    signs: ['['],
    key: /(?<![\w.-])([\w.-]{1,100})["']?\s{0,5}[:=]\s{0,5}\[/g,
    value: /[^[\]{}]+/y,
  },
  {
    // A map or a struct as Go writes it: "map[password:x user:y]", "{Password:x}".
    signs: ['map[', '{'],
    key: /(?<=[\s{[])([A-Za-z][\w.-]{0,99}):(?=[^\s:/{[])/g,
    value: /[^\s\]}]+/y,
  },
  {
    // A pair in JSON: {"name": "PASSWORD", "value": "x"}.
    signs: ['"'],
    key: /"(?:name|key|field|id|path|Name|Key)"\s{0,5}:\s{0,5}"(?:[\w.~-]{0,100}\/){0,10}([\w.-]{1,100})"\s{0,5},\s{0,5}"(?:value|defaultValue|content|Value)"\s{0,5}:\s{0,5}"?/g,
    value: /(?<=")[^"\\]*(?:\\[^][^"\\]*)*|-?\d{1,30}/y,
  },
  {
    // The same as YAML, as Go writes it, in a log, or in XML.
    signs: ['alue:', 'alue='],
    key: /\b(?:name|key|Name|Key)(?::[ \t]{0,20}|=)["']?([\w.-]{1,100})["']?(?:,? |\r?\n[ \t]{1,200})[vV]alue(?::[ \t]{0,20}|=)/g,
    value: /"[^"\n]*"|'[^'\n]*'|[^\s"'|>{[&*#\]}][^\s\]}]*/y,
  },
  {
    // Assignments of Ruby, PHP, Pascal, Go: "password => x", "password := x".
    signs: ['=>', ':='],
    key: /(?<![\w.-])["']?([\w.-]{1,100})["']?\s?(?:=>|:=)\s?/g,
    value: /"[^"\n]*"?|'[^'\n]*'?|[^\s&;"'<>,)]+/y,
  },
  {
    // JSON in a text of JSON.
    signs: ['\\"'],
    key: /(?<!\\)\\{1,7}"([\w.-]{1,100})\\{1,7}"\s{0,5}:\s{0,5}(?:\\{1,7}")?/g,
    // Ends where as many backslashes are before a quote as where it begins.
    value: /(?<=(?<!\\)(\\{1,7})")(?:(?!(?<!\\)\1")[^\n])+|-?\d{1,30}/y,
  },
  {
    // A line of YAML, or a header.
    signs: [': '],
    key: /^[ \t]{0,200}(?:- ){0,9}["']?([\w.-]{1,100})["']?:[ \t]{1,20}(?:[&!]\S{0,50}[ \t]{1,5})?/gm,
    value:
      /(?:"[^"\n]*"|'[^'\n]*'|[^\s"'|>{[&*#][^\n]*?)(?=(?:[ \t]{1,20}#[^\n]*|[ \t\r]{0,20})$)/my,
    isValue: (value, beginning) => isNoSentence(value, beginning),
  },
  {
    // The same, and lines below a key, in a text of JSON.
    signs: ['\\n', '"'],
    key: /(?:\\n[ \t]{0,200}(?:- ){0,9}|")([\w.-]{1,100}):[ \t]{1,20}/g,
    value:
      /[|>][-+\d]{0,2}(?:\\n[ \t]{1,200}[^\n"\\]*)+|\\"[^\n"\\]*|'[^'\n\\]*|[^\s"'|>{[&*#\\][^\n"\\]*/y,
    isValue: (value, beginning) => isNoSentence(value, beginning),
  },
  {
    // Lines of YAML below a key: as far as they are indented, with what follows there.
    signs: [': |', ': >'],
    key: /^[ \t]{0,200}(?:- )?["']?([\w.-]{1,100})["']?:[ \t]{1,20}[|>][-+\d]{0,2}[ \t]{0,20}\r?\n(?=[ \t])/gm,
    value: /(?:[ \t]+\S[^\n]*(?:\n(?=[ \t]*\S)|$)?)+/y,
  },
  {
    // In a sentence, or without a space: "password:hunter2".
    signs: [':'],
    key: /(?<![\w.-])([\w-]{1,100}):["'`]?(?=[^\s:/"'`{[])/g,
    // Ends at the next colon, so that no part is read often.
    value: /[^\s"'`,;:)\]}]+/y,
    isValue: value =>
      value.length >= 5 && /\d/.test(value) && /[A-Za-z]/.test(value),
  },
  {
    // In a sentence. Most words after a colon are words: "password: must be long".
    signs: [': ', ' is '],
    key: /(?<![\w.-])([\w-]{1,100})(?::| is) ["'`]?/g,
    value: /[^\s"'`,;)]+/y,
    isValue: (value, beginning) =>
      /["'`]$/.test(beginning) ||
      (value.length >= 5 && /\d/.test(value) && /[A-Za-z]/.test(value)),
  },
];

/** With blanks before and after "=", Terraform has attributes of others: var.password. */
const isNoAttribute = (value: string, beginning: string): boolean =>
  !/\s=\s+$/.test(beginning) ||
  !/^(?:var|local|data|module|each|self|[a-z]\w{0,50}_\w{1,50}\.\w{1,50})\.[\w.[\]*-]+$/.test(
    value,
  );

/** A password may have blanks in it, and a message begins with words of one. */
function isNoSentence(value: string, beginning: string): boolean {
  if (!/\s/.test(value) || /^["'|>\\]/.test(value)) return true;
  // Of a header, the rest says what kind it is.
  if (/authorization|cookie/i.test(beginning)) return !value.includes(MASK);
  return !SENTENCE.test(value);
}

/** How it begins, or what it says: "must be long", "default/creds not found". */
const SENTENCE =
  /^(?:an?|and|are|as|at|be|can|cannot|could|did|do|does|error|failed|for|from|has|have|in|is|it|its|may|must|no|not|of|on|only|or|please|required|see|set|shall|should|the|this|to|too|unable|use|was|were|will|with|without|would|invalid|missing|expired|unknown)\b|\b(?:not found|(?:must|cannot|should) be|is (?:not|in)?valid|does not|failed|denied)\b/i;
