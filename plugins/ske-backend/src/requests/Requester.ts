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

/** Who asks for something, and what belongs to the asking. */
export interface Requester {
  credentials: BackstageCredentials;
  caller: Caller;
  /** Entity reference of the person, if it is one. */
  by: string | undefined;
  taskId?: string;
  /** Values that are written down nowhere. */
  secrets?: string[];
  /** The request that it came by, for the audit. */
  audit?: Pick<AuditorServiceCreateEventOptions, 'request' | 'meta'>;
}

/** What became of a request. */
export interface DispatchedRequest {
  action: RequestAction;
  stored: StoredRequest;
  result: DispatchResult;
}

/** A version that somebody has looked at. */
export type SeenVersion = z.infer<typeof seenVersionSchema>;
