import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { root } from '../root';

const baseLockSchema = z.strictObject({
  '//': z.string(),
  /** Node's own build, as a package of npm. */
  node: z.strictObject({
    package: z.string(),
    version: z.string(),
    /** As in lock files: algorithm and digest in base64. */
    integrity: z.string().startsWith('sha512-'),
  }),
  debian: z.strictObject({
    release: z.string(),
    architecture: z.string(),
    packages: z.array(
      z.strictObject({
        name: z.string(),
        version: z.string(),
        architecture: z.string(),
        sha256: z.string().length(64),
      }),
    ),
  }),
});

/** Which files the root file system of the image is made of, to the byte. */
export type BaseLock = z.infer<typeof baseLockSchema>;
export type DebianPackage = BaseLock['debian']['packages'][number];

export const baseLockFile = join(root, 'tools/dev/src/image/base.lock.json');

/** @throws Error when the lock file is not one. */
export const readBaseLock = (): BaseLock =>
  baseLockSchema.parse(JSON.parse(readFileSync(baseLockFile, 'utf8')));
