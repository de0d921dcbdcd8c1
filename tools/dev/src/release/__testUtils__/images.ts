import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { testImageTools } from '@internal/testbed';
import { z } from 'zod';

const run = promisify(execFile);

/**
 * Runs crane, as docs/install/air-gapped.md says.
 *
 * @returns what it wrote to standard output
 * @throws Error with what it wrote to standard error.
 */
export const crane = async (...args: string[]): Promise<string> =>
  (await run(testImageTools().crane, args)).stdout.trim();

/** Pushes what is in an `.oci.tar` of a release to a registry. */
export async function pushArchive(archive: string, reference: string) {
  const layout = mkdtempSync(join(tmpdir(), 'ske-layout-'));
  try {
    await run('tar', ['-xf', archive, '-C', layout]);
    await crane('push', layout, reference);
  } finally {
    rmSync(layout, { recursive: true, force: true });
  }
}

/** Pulls an image from its registry, and unpacks it into a new folder. */
export async function unpackImage(reference: string, folder: string) {
  mkdirSync(folder);
  const archive = `${folder}.tar`;
  await crane('export', reference, archive);
  await run('tar', ['-xf', archive, '-C', folder]);
  rmSync(archive);
}

const configSchema = z.object({
  config: z.object({
    Entrypoint: z.array(z.string()),
    /** `NAME=value` */
    Env: z.array(z.string()),
  }),
});

/** How an image says that it is run. */
export type ImageConfig = z.infer<typeof configSchema>['config'];

/** Asks the registry how an image is run. */
export const readImageConfig = async (
  reference: string,
): Promise<ImageConfig> =>
  configSchema.parse(JSON.parse(await crane('config', reference))).config;
