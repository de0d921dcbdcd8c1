import { isError } from '@backstage/errors';

/** What a check is about. */
export type FindingSubject = 'config' | 'packages' | 'cluster' | 'catalog';

/** What a check has found. */
export interface Finding {
  level: 'ok' | 'warn' | 'error';
  subject: FindingSubject;
  message: string;
  /** What to do; absent where nothing is wrong, or the message says so. */
  remedy?: string;
}

/** The findings about one subject, in a few words. */
export const findingsAbout = (subject: FindingSubject) => ({
  ok: (message: string): Finding => ({ level: 'ok', subject, message }),
  warn: (message: string, remedy?: string): Finding => ({
    level: 'warn',
    subject,
    message,
    remedy,
  }),
  error: (message: string, remedy?: string): Finding => ({
    level: 'error',
    subject,
    message,
    remedy,
  }),
});

/** The message of an error, without its stack. */
export const messageOf = (error: unknown): string =>
  isError(error) ? error.message : String(error);
