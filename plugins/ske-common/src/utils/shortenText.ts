/** A text of at most so many characters; one that is longer ends with an ellipsis. */
export function shortenText(text: string, most: number): string {
  if (text.length <= most) return text;
  // As characters: a pair of surrogates is not cut in two.
  const characters = Array.from(text);
  return characters.length <= most
    ? text
    : `${characters
        .slice(0, most - 1)
        .join('')
        .trimEnd()}…`;
}
