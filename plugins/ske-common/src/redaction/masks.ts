/**
 * Stands for a secret wherever something is stored or shown. In a manifest that is sent,
 * the platform's own value is put back in its place.
 *
 * @public
 */
export const MASK = '********';

/**
 * Stands for a secret in what is only read, such as a status: it is never put back.
 *
 * @public
 */
export const HIDDEN = '(hidden)';

/** Whether something in a text stands for a secret already. */
export const isMasked = (text: string): boolean =>
  /^["']?(?:\*{3,}|\(hidden\))["']?[/,;)\]}]{0,9}$/.test(text);
