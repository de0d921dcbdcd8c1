import type { T } from './useT';

/**
 * What times and numbers between texts are written in: the language of the texts, which
 * is that of the app. The browser only says which variety of it, such as `en-GB`.
 */
export function localeOf(t: T): string {
  const locale = t('locale');
  return (
    navigator.languages.find(
      wanted => wanted === locale || wanted.startsWith(`${locale}-`),
    ) ?? locale
  );
}
