import type {
  AuditorServiceCreateEventOptions,
  BackstageCredentials,
} from '@backstage/backend-plugin-api';
import type {
  RequestAction,
  seenVersionSchema,
} from '@syntasso/plugin-ske-common';
import type { z } from 'zod';
import type { Caller } from '../platform/caller';
import type { DispatchResult } from './store/RequestStore';
import type { StoredRequest } from './store/requestRow';

/** Who makes a request, with the credentials and the task that it came by. */
export interface Requester {
  credentials: BackstageCredentials;
  caller: Caller;
  /** Entity reference of the person, if it is one. */
  by: string | undefined;
  taskId?: string;
  /** Values that must not be stored or logged. */
  secrets?: string[];
  /** The HTTP request that it came by, for the audit log. */
  audit?: Pick<AuditorServiceCreateEventOptions, 'request' | 'meta'>;
}

/** A request that was dispatched, and the result. */
export interface DispatchedRequest {
  action: RequestAction;
  stored: StoredRequest;
  result: DispatchResult;
}

/** The version of a Resource that a person's form was filled from. */
export type SeenVersion = z.infer<typeof seenVersionSchema>;
