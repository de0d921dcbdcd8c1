/** What is used of it; there are no types for its version 1. */
declare module 'pako' {
  export function gzip(
    data: Uint8Array,
    options: { level: number },
  ): Uint8Array;
}
