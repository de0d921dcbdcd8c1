/**
 * A key of a schema or status as a person would write it:
 * `connectionDetails` → "Connection details", `dbURL` → "Db URL".
 *
 * @public
 */
export function humanise(key: string): string {
  const words = key
    // Units are written as they are: storageGiB, timeoutMs stays as it is.
    .replace(/([a-z])([KMGTPE]i?B)s?(?![a-z])/g, '$1 $2 ')
    .replace(/([a-z0-9])(?![KMGTPE]?i?B\b)([A-Z])/g, '$1 $2')
    .replace(/([A-Z])([A-Z][a-z])/g, '$1 $2')
    .split(/[\s_.-]+/)
    .filter(Boolean)
    .map(word =>
      /^([A-Z0-9]{2,}s?|[KMGTPE]i?B)$/.test(word) ? word : word.toLowerCase(),
    );
  const text = words.join(' ');
  return text ? text[0].toUpperCase() + text.slice(1) : key;
}
