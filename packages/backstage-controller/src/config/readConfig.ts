import { readFile } from 'node:fs/promises';
import { InputError } from '@backstage/errors';
import type { JsonObject } from '@backstage/types';
import { asText, at, isObject } from '@syntasso/plugin-ske-common';
import { parse, YAMLParseError } from 'yaml';
import { checkConfig, type ControllerConfig } from './controllerConfig';
import { withEnvironment } from './environment';

/** Where the chart mounts the configuration. */
export const DEFAULT_CONFIG = '/etc/backstage-controller/config.yaml';

/**
 * Reads the configuration from a file and the environment.
 *
 * @param path - a file that has to be there; without it the default one, if it is there
 * @returns also notes on what the environment says and nobody understands
 * @throws InputError with one sentence for each thing that is wrong.
 */
export async function readConfig(
  path: string | undefined,
  env: Record<string, string | undefined>,
): Promise<{ config: ControllerConfig; notes: string[] }> {
  const file = await readFileAt(path ?? DEFAULT_CONFIG, path !== undefined);
  const { configured, notes } = withEnvironment(file, env);
  return { config: checkConfig(configured), notes };
}

async function readFileAt(path: string, required: boolean) {
  let content: string;
  try {
    content = await readFile(path, 'utf8');
  } catch (error) {
    const code = asText(at(error, 'code')) ?? String(error);
    if (code === 'ENOENT' && !required) return {};
    throw new InputError(
      `Cannot read the configuration ${path} (${code}). Name a file that is there by --config, or leave the option out.`,
    );
  }
  return parseConfig(content, path);
}

function parseConfig(content: string, path: string): JsonObject {
  try {
    const parsed: unknown = parse(content, { logLevel: 'error' }) ?? {};
    if (isObject(parsed)) return parsed;
  } catch (error) {
    const where =
      error instanceof YAMLParseError && error.linePos
        ? ` in line ${error.linePos[0].line}`
        : '';
    throw new InputError(
      `The configuration ${path} is no YAML${where}. Correct it there.`,
    );
  }
  throw new InputError(
    `The configuration ${path} is no YAML mapping. Give keys with values, such as "namespace: kratix-platform-system".`,
  );
}
