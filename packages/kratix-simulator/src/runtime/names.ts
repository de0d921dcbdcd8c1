import { createHash, randomBytes } from 'node:crypto';

/** Kratix's own prefix for finalizers and labels. */
export const KRATIX = 'kratix.io/';
/** Namespace of Promise workflows. */
export const SYSTEM_NAMESPACE = 'kratix-platform-system';
/** Where the simulator keeps what the real manager keeps in memory. */
export const RUN_ID = 'simulator.kratix.io/run-id';
export const SEQUENCE = 'simulator.kratix.io/sequence';

export const md5 = (text: string) =>
  createHash('md5').update(text).digest('hex');

/** Five characters, as Kratix appends to generated names. */
export const suffix = () => randomBytes(3).toString('hex').slice(0, 5);

/** RFC 3339 with seconds, as Kubernetes writes times. */
export const now = () => new Date().toISOString().replace(/\.\d+Z$/, 'Z');

/** A base name, cut where needed, with five random characters: at most 63. */
export const generatedName = (base: string) =>
  `${base.slice(0, 56).replace(/-+$/, '')}-${suffix()}`;

/** Label that asks to run a configure workflow anew. */
export const MANUAL = `${KRATIX}manual-reconciliation`;
/** Kratix's own label for the same. */
export const FROM_START = `internal.workflows.${KRATIX}run-from-start`;
