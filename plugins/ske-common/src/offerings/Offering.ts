import type { JsonObject } from '@backstage/types';
import { z } from 'zod';
import type { ReadConnectGuide } from '../connect';
import type { Health } from '../health/healthSchema';
import {
  splitApiVersion,
  type Manifest,
  type ObjectRef,
} from '../kubernetes/manifest';

/** Labels to set on an object; null removes one. @public */
export type LabelChanges = Record<string, string | null>;

/**
 * What can be done to a Resource besides changing and deleting it, and how it is
 * said to the engine. Absent: the engine knows nothing of the kind.
 *
 * @public
 */
export interface EngineOperations {
  /** Runs the workflow again. */
  retry?: LabelChanges;
  /** Holds the workflow back, and lets it go on. */
  pause?: { on: LabelChanges; off: LabelChanges };
  /** Lets a workflow go on that waits for somebody, or for a time. */
  release?: LabelChanges;
  /** Whether a Resource can be moved to another version of its offering. */
  upgrade: boolean;
}

/** Names of operations, see {@link EngineOperations}. @public */
export const operationNameSchema = z.enum([
  'retry',
  'pause',
  'release',
  'upgrade',
]);

/** See {@link operationNameSchema}. @public */
export type OperationName = z.infer<typeof operationNameSchema>;

/** Names of operations, without those that only a newer backend knows. @public */
export const operationNamesSchema = z
  .array(z.string())
  .transform(names =>
    operationNameSchema.options.filter(name => names.includes(name)),
  );

/** What an engine calls things, where people read it. @public */
export interface EngineTexts {
  /** One thing on offer, such as `Promise`. */
  offering: string;
  /** Tag of its entities in the catalog. */
  tag: string;
}

/** Whether an object is opted in to the catalog, or out of it. @public */
export type CatalogChoice = 'in' | 'out';

/**
 * What makes Resources of what developers ask for, such as Kratix: what this project
 * must know of it to read its objects. What is read from a cluster is for the backend.
 *
 * @public
 */
export interface Engine {
  /** Its unique name, such as `kratix`. */
  readonly name: string;
  readonly texts: EngineTexts;
  readonly operations: EngineOperations;
  /** Fields of `spec` of its definitions that are for the platform team only. */
  readonly hiddenSpecFields: readonly string[];
  /** Whether a reference is of a definition: what offerings are read from. */
  isDefinition(ref: Pick<ObjectRef, 'apiVersion' | 'kind'>): boolean;
  /** The offering that a definition describes. Never throws. */
  offeringOf(definition: Manifest): Offering;
  /** Health of a Resource, by the object alone. */
  healthOf(resource: Manifest): Health;
  /** The version of its offering that a Resource runs. */
  offeringVersionOf(resource: Manifest): string | undefined;
  /** Whether somebody has held a Resource's workflow back: see {@link EngineOperations}. */
  isPaused(resource: Manifest): boolean;
  /** Whether the engine has made a Resource for itself: no person has requested it. */
  isInternal(resource: Manifest): boolean;
  /**
   * What a definition or Resource says itself of whether it comes into the catalog:
   * `in`, `out`, or nothing.
   */
  catalogChoiceOf(metadata: Manifest['metadata']): CatalogChoice | undefined;
  /** Label selector of what a Resource runs, for the Kubernetes plugin. */
  workloadSelector(offering: string, resource: Manifest): string;
}

/** Where an offering was read. @public */
export type OfferingSource =
  /** On the platform. */
  | { kind: 'definition'; definition: Manifest }
  /** In the catalog, where no cluster is read. */
  | { kind: 'entity'; entityRef: string; templateRef: string | undefined };

/** The API of an offering's Resources. @public */
export interface OfferingApi {
  group: string;
  kind: string;
  /**
   * How the platform serves it, in namespaces; undefined where only the catalog is read.
   */
  served: { version: string; plural: string } | undefined;
  /**
   * Whether Resources have a `spec`, which the API server refuses where its schema
   * does not have one. True where that is not known.
   */
  hasSpec: boolean;
}

/** What people fill in to request a Resource. @public */
export interface OfferingForm {
  /** Schema of `spec`, with secrets marked and the platform team's hints in it. */
  spec: JsonObject;
  /** Schemas of what Resources have beside `metadata`, `spec` and `status`, by name. */
  otherFields: Record<string, JsonObject>;
  /** Schema of `status`, which may say what is secret in it. */
  status?: JsonObject;
  /** Hints that do not count: why, and the remedy. */
  problems: string[];
}

/**
 * Something that developers can ask the platform for, whichever engine makes it.
 *
 * @public
 */
export interface Offering {
  readonly engine: Engine;
  readonly source: OfferingSource;
  /** Its definition on the platform. */
  readonly ref: ObjectRef;
  readonly name: string;
  /** Metadata of its definition, as far as it is known. */
  readonly metadata: Manifest['metadata'];
  /** What it is called, such as `Redis`. */
  readonly title: string;
  readonly description: string;
  readonly version: string | undefined;
  /** Entity reference, kind `group` where it names none. */
  readonly owner: string;
  /** Of its Resources that name none; undefined: the usual one. */
  readonly resourceOwner?: string;
  /** Whole references of the groups it is for; undefined: everybody. */
  readonly audience: string[] | undefined;
  /** Undefined where nothing can be requested of it. */
  readonly api: OfferingApi | undefined;
  /** Undefined without an API. */
  readonly form: OfferingForm | undefined;
  /** What it says about how its Resources are used; undefined where it is not read. */
  readonly connect?: ReadConnectGuide;
  readonly health: Health;
  /** Whether requests are carried out now. */
  readonly isAvailable: boolean;
}

/** A Resource and what offers it. @public */
export interface OfferedResource {
  offering: Offering;
  resource: Manifest;
}

/** Whether an offering's Resources are of a kind, in whichever version of its API. @public */
export const offersKind = (
  { api }: Offering,
  { apiVersion, kind }: Pick<ObjectRef, 'apiVersion' | 'kind'>,
): boolean =>
  api?.group === splitApiVersion(apiVersion).group && api.kind === kind;

/** The names of the operations that an engine has. @public */
export const operationsOf = ({ operations }: Engine): OperationName[] =>
  operationNameSchema.options.filter(name => operations[name]);
