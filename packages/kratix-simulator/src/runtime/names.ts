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

const cut = (base: string) => base.slice(0, 56).replace(/-+$/, '');

/** A base name, cut where needed, with five random characters: at most 63. */
export const generatedName = (base: string) => `${cut(base)}-${randomSuffix()}`;

/** A base name, cut where needed, with five characters that follow from it. */
export const deterministicName = (base: string) =>
  `${cut(base)}-${md5(base).slice(0, 5)}`;

/** Label by which somebody runs a configure workflow again. */
export const MANUAL_RECONCILIATION_LABEL = `${KRATIX}manual-reconciliation`;
/** Label by which Kratix itself does so. */
export const RUN_FROM_START_LABEL = `internal.workflows.${KRATIX}run-from-start`;
/** Label by which a Promise's Resources are all run again. */
export const RECONCILE_RESOURCES_LABEL = `${KRATIX}reconcile-resources`;
/** Label by which somebody pauses a Promise or a Resource. */
export const PAUSED_LABEL = `${KRATIX}paused`;
/** Label by which a pipeline suspends its workflow; removed to resume it. */
export const SUSPENDED_LABEL = `${KRATIX}workflow-suspended`;
/** Label of a Resource whose files go to Destinations for dry runs, and of these. */
export const DRY_RUN_LABEL = `${KRATIX}dry-run`;
