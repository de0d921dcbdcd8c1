import { humanise } from '../form/humanise';

/** A kind as a title: it begins with a capital letter. */
export const titleOf = (kind: string) =>
  kind.slice(0, 1).toUpperCase() + kind.slice(1);

/**
 * What an offering is called wherever a person sees it: as its Component in the catalog,
 * without the word for what it is; else by its kind, or in words by its name.
 */
export function offeringTitle(offering: {
  /** The Component's title, where somebody has chosen one. */
  componentTitle: string | undefined;
  /** One thing on offer, such as `Promise`. */
  word: string;
  kind: string | undefined;
  name: string;
}): string {
  const { componentTitle = '', word, kind, name } = offering;
  const chosen = componentTitle.endsWith(` ${word}`)
    ? componentTitle.slice(0, -word.length - 1)
    : componentTitle;
  if (chosen !== '') return chosen;
  return kind === undefined ? humanise(name) : titleOf(kind);
}
