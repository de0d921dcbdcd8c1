import type { JsonObject } from '@backstage/types';
import { SHORT_PATTERN_KEYWORD } from './keywords';
import { javaScriptPattern } from './re2';

/** The scaffolder takes requests of up to 10 MB, so no text is longer. */
const ANY_TEXT = 10_000_000;

/** The pattern as JavaScript has it, or none: then the server checks it alone. */
export function checkablePattern(schema: JsonObject): JsonObject {
  const { pattern, ...others } = schema;
  return typeof pattern === 'string'
    ? { ...others, ...translationOf(pattern) }
    : schema;
}

/** An API has the same few patterns in many places. */
const translations = new Map<string, JsonObject>();
const MOST_TRANSLATIONS = 500;

function translationOf(pattern: string): JsonObject {
  const cached = translations.get(pattern);
  if (cached) return cached;
  if (translations.size >= MOST_TRANSLATIONS) translations.clear();
  const translated = translate(pattern);
  translations.set(pattern, translated);
  return translated;
}

function translate(pattern: string): JsonObject {
  const always = javaScriptPattern(pattern, ANY_TEXT);
  if (always !== undefined) return { pattern: always };
  const sometimes = javaScriptPattern(pattern);
  return sometimes === undefined ? {} : { [SHORT_PATTERN_KEYWORD]: sometimes };
}
