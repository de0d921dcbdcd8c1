import type {
  DryRunResult,
  Manifest,
  ObjectRef,
} from '@syntasso/plugin-ske-common';

/** What a write left behind. */
export type Receipt =
  | { kind: 'applied'; manifest: Manifest }
  | { kind: 'deleted'; answer: unknown };

/**
 * Reads and writes Promises and Resources, and nothing else: a kind that no
 * Promise offers is a NotAllowedError, whatever the credential may do.
 */
export interface Platform {
  readonly name: string;
  /** @throws NotFoundError, NotAllowedError, ServiceUnavailableError */
  get(ref: ObjectRef): Promise<Manifest>;
  /** Server-side apply: the same call twice has the effect of one. */
  apply(manifest: Manifest): Promise<Receipt>;
  /** What an apply would do; refusals are an answer, not an error. */
  dryRun(manifest: Manifest, mode: 'create' | 'update'): Promise<DryRunResult>;
  delete(ref: ObjectRef): Promise<Receipt>;
  /** Runs the workflow again (manual reconciliation). */
  retry(ref: ObjectRef): Promise<Receipt>;
  /** Holds the workflow back, or lets it go on. */
  setPaused(ref: ObjectRef, paused: boolean): Promise<Receipt>;
  /** Moves a Resource to another version of its Promise. */
  upgrade(ref: ObjectRef, version: string): Promise<Receipt>;
}
