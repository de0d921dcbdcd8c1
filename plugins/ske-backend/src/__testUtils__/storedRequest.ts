import type { RequestRecord } from '@syntasso/plugin-ske-common';
import type {
  DispatchContext,
  StoredRequest,
} from '../requests/store/requestRow';

/** A Redis that was asked for, as the table has it. */
export const storedRequest = (
  record: Partial<RequestRecord> = {},
  context: Partial<DispatchContext> = {},
): StoredRequest => ({
  record: {
    id: 'r1',
    promise: 'redis',
    ref: {
      apiVersion: 'marketplace.example.org/v1',
      kind: 'Redis',
      namespace: 'default',
      name: 'cache',
    },
    action: 'Request',
    delivery: 'push',
    state: 'recorded',
    recordedAt: '2026-01-01T00:00:00Z',
    ...record,
  },
  context: { hasWholeManifest: true, ...context },
  receipt: undefined,
  checkedAt: undefined,
  leaseUntil: undefined,
});
