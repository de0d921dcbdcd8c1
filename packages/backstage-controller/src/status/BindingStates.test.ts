import { bindingsSchema } from '@syntasso/plugin-ske-common';
import { BindingStates } from './BindingStates';

const resolved = {
  status: 'True',
  reason: 'BindingResolved',
  message: 'Bound',
} as const;
const synced = {
  status: 'True',
  reason: 'EntitySynced',
  message: 'Written',
} as const;
const failed = {
  status: 'False',
  reason: 'GenerateOrWriteFailed',
  message: 'forbidden',
} as const;

function newStates() {
  let minute = 0;
  return new BindingStates(() => {
    minute += 1;
    return new Date(Date.UTC(2026, 0, 1, 0, minute));
  });
}

it('tells no password of an address', () => {
  const states = newStates();
  const message = 'Could not push to https://bot:hunter2@git.example.test/a.';
  states.set('redis', {
    portal: 'main',
    binding: resolved,
    sync: { ...failed, message },
  });
  const views = JSON.stringify(states.views(() => 0));
  expect(views).toContain('Could not push to');
  expect(views).not.toContain('hunter2');
});

it('remembers when all was well, and what went wrong last', () => {
  const states = newStates();
  const set = (sync: typeof synced | typeof failed) =>
    states.set('redis', { portal: 'main', binding: resolved, sync });
  set(synced);
  set(failed);
  set(synced);
  set(failed);
  set(synced);
  const views = states.views(() => 2);
  expect(views).toEqual([
    {
      promise: 'redis',
      portal: 'main',
      binding: resolved,
      sync: synced,
      resources: { bound: 2, failed: 0 },
      lastSync: '2026-01-01T00:05:00.000Z',
      lastError: { message: 'forbidden', time: '2026-01-01T00:04:00.000Z' },
    },
  ]);
  expect(
    bindingsSchema.safeParse({ leader: true, bindings: views }).success,
  ).toBe(true);
});

it('counts Resources that are not written, and says what is news', () => {
  const states = newStates();
  states.set('redis', { portal: undefined, binding: resolved, sync: synced });
  expect(states.setResource('redis', 'team-a/cache', 'forbidden')).toBe(true);
  expect(states.setResource('redis', 'team-a/cache', 'forbidden')).toBe(false);
  expect([...states.failuresOf('redis')]).toEqual([
    ['team-a/cache', 'forbidden'],
  ]);
  expect(states.views(() => 1)).toMatchObject([{ resources: { failed: 1 } }]);
  expect(states.setResource('redis', 'team-a/cache', undefined)).toBe(true);
  expect(states.setResource('redis', 'team-a/cache', undefined)).toBe(false);
  expect(states.failuresOf('redis').size).toBe(0);
});

it('forgets a Promise that is not bound any more', () => {
  const states = newStates();
  states.set('redis', { portal: undefined, binding: resolved, sync: failed });
  states.setResource('redis', 'team-a/cache', 'forbidden');
  states.forget('redis');
  expect(states.views(() => 0)).toEqual([]);
  expect(states.failuresOf('redis').size).toBe(0);
});
