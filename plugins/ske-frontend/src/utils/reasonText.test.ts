import { healthReasonSchema } from '@syntasso/plugin-ske-common';
import { messages } from '../translations/messages';
import { reasonText } from './reasonText';

const t = (key: string, values: Record<string, string | number> = {}) =>
  `${key} ${JSON.stringify(values)}`;

it('shows moments as people read them, and other values as they are', () => {
  const reason = {
    code: 'suspendedUntil' as const,
    values: {
      pipeline: 'approval',
      until: '2026-01-02T03:04:05Z',
      message: 'not before 2026-01-02T03:04:05Z',
    },
  };
  const text = reasonText(t, reason);
  expect(text).toContain('"pipeline":"approval"');
  expect(text).toContain('"message":"not before 2026-01-02T03:04:05Z"');
  expect(text).toContain('"until":"Jan 2, 2026');
});

it.each([
  ['access denied', '"message":"store.accessDenied {}"'],
  ['it hums', '"message":"it hums"'],
])(
  'translates what a state store says, if it is known: %s',
  (message, part) => {
    const values = { destination: 'archive', message };
    expect(reasonText(t, { code: 'failing', values })).toContain(part);
    // Others quote a pipeline, which may say the same.
    const failed = { code: 'pipelineFailed' as const, values: { message } };
    expect(reasonText(t, failed)).toContain(`"message":"${message}"`);
  },
);

it('leaves no gap for a name that is not known', () => {
  const english = (
    key: string,
    values: Record<string, string | number> = {},
  ) => {
    const texts: Record<string, string> = messages.reason;
    const text = texts[key.replace('reason.', '')] ?? key;
    return text.replace(/\{\{(\w+)\}\}/g, (_, name) => String(values[name]));
  };
  expect(
    reasonText(english, {
      code: 'requirementNotInstalled',
      values: { promise: 'kafka' },
    }),
  ).toBe('Needs Promise kafka, which is not installed.');
  const newer = healthReasonSchema.parse({ code: 'invented', values: {} });
  expect(reasonText(english, newer)).toBe('invented');
});
