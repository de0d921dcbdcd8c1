import { isGroupOfSecrets, isMapOfSecrets, isSecretBelow } from './looksSecret';

/** A Secret, or a list of them, in a text of any form. */
const KIND_SECRET =
  /\bkind["']?\s{0,5}:\s{0,5}(?:[&!]\S{1,50}\s{1,5})?["']?Secret(?:List)?(?!\w)/;

/**
 * Whether a text that nobody can read as an object has secrets of which only its
 * structure could tell where they end: those of a Secret, and what is in the lines, the
 * list or the map below a key for secrets.
 *
 * @public
 */
export const hasOpenSecrets = (text: string): boolean =>
  KIND_SECRET.test(text) || hasSecretLines(text) || hasSecretsInBrackets(text);

/** Its groups: what is before the key, the key, and what follows it. */
const LINE_WITH_KEY =
  /^([ \t]{0,200}(?:- {1,9}){0,9})["']?([\w./-]{1,100})["']?:(?:[ \t]+([^\n]*))?$/;

/** Goes through the lines of a text: a value goes on where the next one is indented. */
function hasSecretLines(text: string): boolean {
  const open: { key: string; indent: number; isList?: boolean }[] = [];
  for (const line of text.split(/\r?\n/)) {
    const content = line.trim();
    if (content === '' || !isContentOfValue(content)) continue;
    const indent = line.length - line.trimStart().length;
    const [, before = '', key, value = ''] = LINE_WITH_KEY.exec(line) ?? [];
    // Items of a list may be below its key without being indented.
    const least = content.startsWith('- ') ? indent + 1 : indent;
    while (open.length > 0 && open[open.length - 1].indent >= least) open.pop();
    const holder = open.at(-1);
    if (holder) {
      holder.isList ||= content.startsWith('- ');
      if (!key || isSecretBelow(key, plainValue(value))) return true;
      // Of a list, each item says itself what is in it.
      const isMap = open.some(one => !one.isList && isMapOfSecrets(one.key));
      if (isMap && plainValue(value) !== '') return true;
    }
    if (key && isGroupOfSecrets(key)) open.push({ key, indent: before.length });
  }
  return false;
}

/** What is no comment, no bracket alone, and not only a reference of a template. */
const isContentOfValue = (content: string) =>
  !/^(?:#|[[\]{},]{1,3}$|\{\{[^\n]{0,500}\}\}$)/.test(content);

/** A key, and what is in the map that follows it, up to the next bracket. */
const BRACKET =
  /["']?([\w.-]{1,100})["']?\s{0,5}:\s{0,5}\{(?!\{)(?=([^{}]{1,1000}))/g;
/** A key and its value in such a map. */
const PAIR = /["']?([\w.-]{1,100})["']?\s{0,5}:\s{0,5}([^\s,][^,]*)/g;

const hasSecretsInBrackets = (text: string): boolean =>
  [...text.matchAll(BRACKET)].some(([, key, content]) => {
    if (!isGroupOfSecrets(key)) return false;
    return [...content.matchAll(PAIR)].some(
      ([, name, value]) =>
        isSecretBelow(name, plainValue(value)) ||
        (isMapOfSecrets(key) && plainValue(value) !== ''),
    );
  });

/** A value without its quotes; what a template puts there is none. */
const plainValue = (value: string) => {
  const plain = value.trim().replace(/^["']|["']?,?$/g, '');
  return /^(?:\{\{|[|>{[]|$)/.test(plain) ? '' : plain;
};
