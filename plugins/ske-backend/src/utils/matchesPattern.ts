/**
 * Whether a text is what a pattern of app-config means: `*` stands for any part
 * between slashes, and at the end for anything.
 */
export function matchesPattern(text: string, pattern: string): boolean {
  const parts = pattern
    .split('*')
    .map(part => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  const last = pattern.endsWith('*') ? '.*' : '[^/]+';
  const regExp = parts
    .map((part, index) => {
      if (index === 0) return part;
      return `${index === parts.length - 1 ? last : '[^/]+'}${part}`;
    })
    .join('');
  return new RegExp(`^${regExp}$`).test(text);
}
