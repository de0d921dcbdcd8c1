import { MASK, maskSecretTexts } from '@syntasso/plugin-ske-common';
import * as winston from 'winston';

/** Fields of a line besides its text, such as `promise` and `reason`. */
export type LogFields = Record<string, string | number | boolean | undefined>;

/** Writes lines about what the controller does. */
export interface Log {
  error(message: string, fields?: LogFields): void;
  warn(message: string, fields?: LogFields): void;
  info(message: string, fields?: LogFields): void;
  debug(message: string, fields?: LogFields): void;
}

/**
 * One line of JSON each, as Backstage writes them in production, without secrets.
 *
 * @param stream - default: standard output
 */
export function createLog(
  level: 'error' | 'warn' | 'info' | 'debug',
  stream: NodeJS.WritableStream = process.stdout,
): Log {
  const logger = winston.createLogger({
    level,
    format: winston.format.combine(
      winston.format.timestamp(),
      winston.format.json(),
    ),
    defaultMeta: { service: 'backstage-controller' },
    transports: [new winston.transports.Stream({ stream })],
  });
  return {
    error: (message, fields) => logger.error(message, masked(fields)),
    warn: (message, fields) => logger.warn(message, masked(fields)),
    info: (message, fields) => logger.info(message, masked(fields)),
    debug: (message, fields) => logger.debug(message, masked(fields)),
  };
}

/** Errors may quote what a server or a person has said. */
const masked = (fields: LogFields = {}): LogFields =>
  Object.fromEntries(
    Object.entries(fields).map(([key, value]) => [
      key,
      typeof value === 'string' ? maskSecretTexts(value, MASK) : value,
    ]),
  );
