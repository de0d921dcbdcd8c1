import { messages } from './messages';

type Messages = { [key: string]: string | Messages };

const flatten = (node: Messages, prefix = ''): [string, string][] =>
  Object.entries(node).flatMap(([key, value]) =>
    typeof value === 'string'
      ? [[`${prefix}${key}`, value] as [string, string]]
      : flatten(value, `${prefix}${key}.`),
  );

const texts = new Map(flatten(messages));
const forms = new Intl.PluralRules('en');

/**
 * What a text says in English, with its placeholders; undefined where there is none.
 *
 * @param count - decides between the forms of a text with a number
 */
export const englishText = (
  key: string,
  count?: string | number,
): string | undefined =>
  texts.get(key) ?? texts.get(`${key}_${forms.select(Number(count))}`);
