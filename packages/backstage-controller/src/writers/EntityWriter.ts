/** What an output is about; two outputs with the same id are the same output. */
export type OutputId = {
  /**
   * The name of a portal; undefined for what is bound by the label
   * `kratix.io/backstage` alone.
   */
  portal: string | undefined;
  promise: string;
} & (
  | { kind: 'promise' }
  /** A Resource of it. */
  | { kind: 'resource'; namespace: string; name: string }
);

/**
 * The names that entities were given, so that they have the same after a restart. Recipes
 * may have changed them in the content.
 */
export interface OutputNames {
  component: string;
  template?: string;
}

/** An output as it is found where it was written. */
export interface WrittenOutput {
  id: OutputId;
  /** Undefined where they are not noted: an earlier version has written it. */
  names: OutputNames | undefined;
}

/** Entities of one Promise or one Resource, as a portal reads them. */
export interface EntityOutput {
  id: OutputId;
  names: OutputNames;
  /**
   * Path of the file below `output.path` of the configuration, for Git and buckets; that of
   * a Work is made by Kratix.
   */
  path: string;
  /** Text of catalog-info.yaml. */
  content: string;
  /** Labels of the Destinations to write to; each one must match. For Works only. */
  destinationSelectors: Record<string, string>[];
}

/**
 * Writes outputs where portals read them. It holds no state: what was written is found
 * again after a restart.
 */
export interface EntityWriter {
  /**
   * Writes an output, unless the same is there.
   *
   * @throws WriteLaterError where it has to wait for something else.
   * @throws Error of `@backstage/errors` that says what, where and what to do.
   */
  write(
    output: EntityOutput,
    signal: AbortSignal,
  ): Promise<'written' | 'unchanged'>;
  /** Removes an output. One that is not there is no error. */
  remove(id: OutputId, signal: AbortSignal): Promise<void>;
  /** All outputs that this controller has written. */
  list(signal: AbortSignal): Promise<WrittenOutput[]>;
  /**
   * Where somebody else carries it further: whether it has arrived. Without this method
   * it has when {@link EntityWriter.write} resolves.
   */
  deliveryOf?(id: OutputId, signal: AbortSignal): Promise<Delivery>;
}

/** How far an output is that somebody else carries. */
export type Delivery =
  | { state: 'delivered' }
  | { state: 'pending'; message: string }
  | { state: 'failed'; message: string };

/** Something else has to end first; another try will do. */
export class WriteLaterError extends Error {
  readonly name = 'WriteLaterError';
}

/** A key of an output: the same for the same output, and for no other. */
export const keyOfOutput = (id: OutputId): string =>
  JSON.stringify([
    id.portal ?? null,
    id.promise,
    ...(id.kind === 'resource' ? [id.namespace, id.name] : []),
  ]);
