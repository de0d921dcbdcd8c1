/** Stands for a secret wherever something is stored or shown. @public */
export const MASK = '********';

/** What stands in the place of a value that looks secret. @public */
export const HIDDEN = '(hidden)';

/** Whether something in a text stands for a secret already. */
export const isMasked = (text: string): boolean =>
  /^["']?(?:\*{3,}|\(hidden\))["']?[/,;)\]}]{0,9}$/.test(text);
