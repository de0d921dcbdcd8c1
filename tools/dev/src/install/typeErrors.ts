/** A line of the compiler, such as `src/App.tsx(3,5): error TS2305: …`. */
const ERROR = /^(\S.*)\(\d+,\d+\): (error TS\d+: .*)$/gm;

/** What is wrong with types, without lines and columns, which other lines move. */
export const typeErrorsIn = (log: string): string[] =>
  [...log.matchAll(ERROR)].map(([, file, error]) => `${file}: ${error}`);

/** Errors that are not among those that were there. */
export function newTypeErrors(before: string[], after: string[]): string[] {
  const known = new Set(before);
  return after.filter(error => !known.has(error));
}
