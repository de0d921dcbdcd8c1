import type { Finding } from './findings';

/** One line for each finding, what is wrong last, where somebody looks first. */
export function printFindings(findings: Finding[]): string {
  const order: Finding['level'][] = ['ok', 'warn', 'error'];
  const lines = order.flatMap(level =>
    findings.filter(finding => finding.level === level).map(lineOf),
  );
  return `${lines.join('\n')}\n`;
}

function lineOf({ level, subject, message, remedy }: Finding): string {
  const text = remedy ? `${message} ${remedy}` : message;
  return `${level.toUpperCase().padEnd(5)} ${subject}: ${text.replace(
    /\s*\n\s*/g,
    ' ',
  )}`;
}
