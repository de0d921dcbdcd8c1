import type { Row } from './row';

/** The text of docs/performance.md. */
export function performancePage(rows: Row[], machine: string): string {
  const cells = rows.map(
    ({ what, ours, against, ratio }) =>
      `| ${what} | ${ours} | ${against} | ${ratio} |`,
  );
  const explained = new Map<string, string[]>();
  for (const { what, how } of rows) {
    explained.set(how, [...(explained.get(how) ?? []), what]);
  }
  return `# Performance

Written by \`yarn bench\`; do not edit. Each row is measured in one run, beside its
peer or its limit: compare ratios between machines, not milliseconds. With the name of a group,
such as \`yarn bench bytes\`, it measures the rows of that group and writes nothing.

Measured on ${machine}.

| what | ours | held against | ratio |
| --- | --- | --- | --- |
${cells.join('\n')}

## What the rows mean

${[...explained]
  .map(([how, whats]) => `- **${whats.join('; ')}**: ${how}`)
  .join('\n')}
`;
}
