import {
  isObject,
  pendingComponentName,
  pullRequestSchema,
  requestRecordSchema,
  seenVersionSchema,
  splitApiVersion,
  wholeGroupRef,
  type ObjectRef,
  type PullRequest,
  type RequestAction,
  type RequestRecord,
} from '@syntasso/plugin-ske-common';
import { z } from 'zod';

/** What sending a request needs besides its record. */
export const dispatchContextSchema = z.preprocess(
  readOlderContext,
  z.object({
    /** Owner of the Resource to be. */
    owner: z.string().optional(),
    /** Groups that see it. */
    audience: z.array(z.string()).optional(),
    templateRef: z.string().optional(),
    promiseRef: z.string().optional(),
    /** Entity reference of the Resource's Component, where there is one. */
    entityRef: z.string().optional(),
    /** Whether neither the request nor its Resource comes into the catalog. */
    hasNoEntity: z.boolean().optional(),
    /**
     * Whether the record has the manifest as it was asked for. One that held secrets is
     * stored without them: it cannot be sent again from the record, nor compared with
     * what is on the platform.
     */
    hasWholeManifest: z.boolean().default(true),
    /** The version that the person's form was filled from: no other one is changed. */
    seen: seenVersionSchema.optional(),
    /** Where a pull request goes. */
    target: z
      .object({
        repoUrl: z.string(),
        branch: z.string(),
        base: z.string(),
        path: z.string(),
        title: z.string(),
        description: z.string(),
      })
      .optional(),
  }),
);

/** Rows of older versions say instead whether values are masked. */
function readOlderContext(context: unknown) {
  if (!isObject(context) || !('masked' in context)) return context;
  const { masked, ...rest } = context;
  return { hasWholeManifest: masked !== true, ...rest };
}

/** A context as text; replicas of an older version read `masked`. */
export const contextText = (context: DispatchContext): string =>
  JSON.stringify({ ...context, masked: !context.hasWholeManifest });

/** See {@link dispatchContextSchema}. */
export type DispatchContext = z.infer<typeof dispatchContextSchema>;

/** What sending a request has left behind. */
export const receiptSchema = z.object({
  commit: z.string().optional(),
  uid: z.string().optional(),
  generation: z.number().optional(),
});

/** A request as it is stored. */
export interface StoredRequest {
  record: RequestRecord;
  context: DispatchContext;
  receipt: z.infer<typeof receiptSchema> | undefined;
  checkedAt: string | undefined;
  leaseUntil: string | undefined;
}

/** A row of the table. */
export interface RequestRow {
  id: string;
  key: string;
  promise: string;
  api_version: string;
  api_group: string;
  kind: string;
  namespace: string;
  name: string;
  action: string;
  delivery: string;
  state: string;
  outcome: string | null;
  message: string | null;
  manifest: string | null;
  before: string | null;
  secrets_given: string | null;
  requested_by: string | null;
  task_id: string | null;
  pull_request_url: string | null;
  pull_request: string | null;
  requests_repo_url: string | null;
  context: string;
  receipt: string | null;
  recorded_at: string;
  sent_at: string | null;
  landed_at: string | null;
  done_at: string | null;
  checked_at: string | null;
  lease_until: string | null;
  lease_by: string | null;
  /** SQLite has no booleans. */
  redacted: boolean | number;
  /** Owner of the Resource to be, as a whole entity reference. */
  owner: string | null;
}

/** The key that open requests share if they replace each other: changes, or deletions. */
export const requestKey = (
  promise: string,
  ref: ObjectRef,
  action: RequestAction,
) =>
  [
    promise,
    ref.namespace ?? 'default',
    ref.name,
    action === 'Delete' ? 'delete' : 'change',
  ].join('/');

/** The columns that say which Resource a request is about. */
export const resourceColumns = (ref: ObjectRef) => ({
  api_group: splitApiVersion(ref.apiVersion).group,
  kind: ref.kind,
  namespace: ref.namespace ?? 'default',
  name: ref.name,
});

/** The Resource that a row is about. */
export const refOfRow = (
  row: Pick<RequestRow, 'api_version' | 'kind' | 'namespace' | 'name'>,
): ObjectRef => ({
  apiVersion: row.api_version,
  kind: row.kind,
  namespace: row.namespace,
  name: row.name,
});

/** A record as a row. */
export function toRow(record: RequestRecord, context: DispatchContext) {
  const { ref, pullRequest } = record;
  return {
    id: record.id,
    key: requestKey(record.promise, ref, record.action),
    promise: record.promise,
    api_version: ref.apiVersion,
    ...resourceColumns(ref),
    action: record.action,
    delivery: record.delivery,
    state: record.state,
    outcome: record.outcome ?? null,
    message: record.message ?? null,
    manifest: record.manifest ?? null,
    before: record.before ?? null,
    secrets_given: record.secretsGiven?.length
      ? JSON.stringify(record.secretsGiven)
      : null,
    requested_by: record.requestedBy ?? null,
    task_id: record.taskId ?? null,
    ...pullRequestColumns(pullRequest),
    requests_repo_url: record.requestsRepoUrl ?? null,
    context: contextText(context),
    recorded_at: record.recordedAt,
    sent_at: record.sentAt ?? null,
    landed_at: record.landedAt ?? null,
    done_at: record.doneAt ?? null,
    redacted: true,
    owner: context.owner ? wholeGroupRef(context.owner) : null,
  } satisfies Partial<RequestRow>;
}

/** A pull request as columns. */
export const pullRequestColumns = (pullRequest: PullRequest | undefined) => ({
  pull_request_url: pullRequest?.url ?? null,
  pull_request: pullRequest ? JSON.stringify(pullRequest) : null,
});

/** What became known of where a request is proposed, as columns. */
export const proposalColumns = (about: {
  pullRequest?: PullRequest;
  requestsRepoUrl?: string;
}): Partial<RequestRow> => ({
  ...(about.pullRequest ? pullRequestColumns(about.pullRequest) : {}),
  ...(about.requestsRepoUrl
    ? { requests_repo_url: about.requestsRepoUrl }
    : {}),
});

/** A row as a record. */
export function fromRow(row: RequestRow): StoredRequest {
  const ref = refOfRow(row);
  const context = dispatchContextSchema.parse(JSON.parse(row.context));
  return {
    record: requestRecordSchema.parse({
      id: row.id,
      promise: row.promise,
      ref,
      action: row.action,
      delivery: row.delivery,
      state: row.state,
      outcome: row.outcome ?? undefined,
      message: row.message ?? undefined,
      manifest: row.manifest ?? undefined,
      before: row.before ?? undefined,
      secretsGiven: row.secrets_given
        ? JSON.parse(row.secrets_given)
        : undefined,
      requestedBy: row.requested_by ?? undefined,
      taskId: row.task_id ?? undefined,
      pullRequest: row.pull_request
        ? pullRequestSchema.parse(JSON.parse(row.pull_request))
        : undefined,
      requestsRepoUrl: row.requests_repo_url ?? undefined,
      entityRef: context.hasNoEntity
        ? undefined
        : `component:default/${pendingComponentName({ id: row.id, ref })}`,
      recordedAt: row.recorded_at,
      sentAt: row.sent_at ?? undefined,
      landedAt: row.landed_at ?? undefined,
      doneAt: row.done_at ?? undefined,
    }),
    context,
    receipt: row.receipt
      ? receiptSchema.parse(JSON.parse(row.receipt))
      : undefined,
    checkedAt: row.checked_at ?? undefined,
    leaseUntil: row.lease_until ?? undefined,
  };
}
