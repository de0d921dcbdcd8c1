/** A text, or its beginning and a sign that there is more. */
export const beginningOf = (text: string, characters: number) =>
  text.length > characters ? `${text.slice(0, characters)} …` : text;
