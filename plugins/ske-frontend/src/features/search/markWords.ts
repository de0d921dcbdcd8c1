import type { ResultHighlight } from '@backstage/plugin-search-common';

/** What stands around a part of a text that matches. */
export type MarkTags = Pick<ResultHighlight, 'preTag' | 'postTag'>;

/** Only the beginning of a longer search is marked, as an address may have any length. */
const LONGEST_TERM = 200;

/** Signs around a word, such as quotes. */
const AROUND = /^[^\p{L}\p{N}]+|[^\p{L}\p{N}]+$/gu;

/**
 * Marks the words of a text that begin with a word of a search, as search engines find
 * them. Used if the engine does not mark a field: PostgreSQL's marks only the fields that
 * every document has.
 */
export function markWords(text: string, term: string, tags: MarkTags): string {
  const words = term
    .slice(0, LONGEST_TERM)
    .split(/\s+/)
    .map(word => word.replace(AROUND, ''))
    .filter(word => word !== '')
    // The first one that fits is taken.
    .sort((a, b) => b.length - a.length)
    .map(word => word.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  if (words.length === 0) return text;
  const matching = new RegExp(
    `(?<![\\p{L}\\p{N}])(?:${words.join('|')})[\\p{L}\\p{N}]*`,
    'giu',
  );
  return text.replace(matching, word => `${tags.preTag}${word}${tags.postTag}`);
}
