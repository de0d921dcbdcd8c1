import { createHash, randomBytes } from 'node:crypto';

/** Kratix's own prefix for finalizers and labels. */
export const KRATIX = 'kratix.io/';
/** Namespace of Promise workflows. */
export const SYSTEM_NAMESPACE = 'kratix-platform-system';
/** Annotations with what a real manager keeps in memory: which run, and which Job is newest. */
export const RUN_ID_ANNOTATION = 'simulator.kratix.io/run-id';
export const SEQUENCE_ANNOTATION = 'simulator.kratix.io/sequence';

export const md5 = (text: string) =>
  createHash('md5').update(text).digest('hex');

/** Five characters, as Kratix appends to generated names. */
export const randomSuffix = () => randomBytes(3).toString('hex').slice(0, 5);

/** RFC 3339 with seconds, as Kubernetes writes times. */
export const now = () => new Date().toISOString().replace(/\.\d+Z$/, 'Z');

/** A base name, cut where needed, with five random characters: at most 63. */
export const generatedName = (base: string) =>
  `${base.slice(0, 56).replace(/-+$/, '')}-${randomSuffix()}`;

/** Label by which somebody runs a configure workflow again. */
export const MANUAL_RECONCILIATION_LABEL = `${KRATIX}manual-reconciliation`;
/** Label by which Kratix itself does so. */
export const RUN_FROM_START_LABEL = `internal.workflows.${KRATIX}run-from-start`;
