import { repositoryOnlyHealth } from '../offerings/entityOffering';
import {
  attentionTimeOf,
  healthAnnotationsOf,
  needsAttention,
} from './attention';
import { healthOf } from './health';

const now = new Date('2026-01-01T12:00:00Z');
const resource = (status: object, deletionTimestamp?: string) => ({
  apiVersion: 'example.org/v1',
  kind: 'Cache',
  metadata: { name: 'one', generation: 1, deletionTimestamp },
  status: status as never,
});
const annotationsOf = (object: ReturnType<typeof resource>, at: Date) =>
  healthAnnotationsOf(healthOf(object), object.metadata, at);
const failed = {
  kratix: { workflows: { pipelines: [{ name: 'c', phase: 'Failed' }] } },
};

it('says how it is, and whether somebody should look', () => {
  expect(annotationsOf(resource({ observedGeneration: 1 }), now)).toEqual({
    'kratix.io/health': 'ready',
  });
  expect(annotationsOf(resource(failed), now)).toEqual({
    'kratix.io/health': 'failed',
    'kratix.io/needs-attention': 'true',
  });
});

it.each([
  // A tool that does not know Kratix has written it.
  [{ conditions: 'all fine' }, 'unknown', true],
  [{ healthStatus: { state: 'degraded' } }, 'degraded', true],
  [{}, 'pending', false],
])('calls for attention for a status %j: %s, %s', (status, state, needed) => {
  const object = resource(status);
  const health = healthOf(object);
  expect(health.state).toBe(state);
  expect(needsAttention(health, object.metadata, now)).toBe(needed);
});

it('does not call for anybody where only the repository is read', () => {
  expect(needsAttention(repositoryOnlyHealth, resource({}).metadata, now)).toBe(
    false,
  );
});

it('says of what it has not seen that it has not seen it', () => {
  const hidden = {
    state: 'ready' as const,
    reason: { code: 'deliveriesHidden' as const, values: {} },
  };
  expect(healthAnnotationsOf(hidden, resource({}).metadata, now)).toEqual({
    'kratix.io/health': 'ready',
    'kratix.io/deliveries': 'hidden',
  });
});

it('calls for attention when a deletion takes over an hour', () => {
  const begun = resource({}, '2026-01-01T11:30:00Z');
  expect(annotationsOf(begun, now)).toEqual({
    'kratix.io/health': 'deleting',
  });
  const due = attentionTimeOf(begun.metadata)!;
  expect(new Date(due).toISOString()).toBe('2026-01-01T12:30:00.000Z');
  expect(annotationsOf(begun, new Date(due))).toEqual({
    'kratix.io/health': 'deleting',
    'kratix.io/needs-attention': 'true',
  });
  expect(attentionTimeOf(resource({}).metadata)).toBeUndefined();
});
