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
import type { Sent } from './RequestStore';
import type { StoredRequest } from './row';

/** Who asks for something, and what belongs to the asking. */
export interface Asker {
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
export interface Performed {
  action: RequestAction;
  stored: StoredRequest;
  sent: Sent;
}

/** A version that somebody has looked at. */
export type Seen = z.infer<typeof seenVersionSchema>;
