import {
  kratix,
  type Health,
  type Manifest,
  type OfferedResource,
} from '@syntasso/plugin-ske-common';
import { kratixOnCluster } from '../engines/kratix/kratixOnCluster';
import { LASTING_MS, ShownHealths } from './ShownHealths';

const offering = kratix.offeringOf({
  apiVersion: 'platform.kratix.io/v1alpha1',
  kind: 'Promise',
  metadata: { name: 'redis' },
});
const resource = (generation = 1): Manifest => ({
  apiVersion: 'own.example.org/v1',
  kind: 'Redis',
  metadata: { name: 'cache', namespace: 'default', generation },
});

const ready: Health = {
  state: 'ready',
  reason: { code: 'reconciled', values: {} },
};
const degraded = (since: string): Health => ({
  state: 'degraded',
  reason: { code: 'worksFailing', values: {} },
  since,
});
const running: Health = {
  state: 'progressing',
  reason: { code: 'pipelineRunning', values: { pipeline: 'build' } },
};

/** Shows one Resource, whose health is what was set last. */
function shown() {
  let health = ready;
  const onChange = jest.fn();
  const healths = new ShownHealths(
    {
      watch: () => {
        throw new Error('Nothing is watched here.');
      },
    },
    () => ({ ...kratixOnCluster, resourceHealth: () => health }),
  );
  healths.subscribe({ onChange, onState: () => {} });
  return {
    onChange,
    show: (next: Health, object = resource()) => {
      health = next;
      const offered: OfferedResource = { offering, resource: object };
      return healths.observeResource(offered);
    },
  };
}

beforeEach(() => {
  jest.useFakeTimers();
});
afterEach(() => {
  jest.useRealTimers();
});

it('shows bad news at once, and good news when it has lasted', () => {
  const { show, onChange } = shown();
  expect(show(ready)).toBe(ready);
  expect(show(degraded('10:00:00')).state).toBe('degraded');
  expect(show(ready).state).toBe('degraded');
  jest.advanceTimersByTime(LASTING_MS - 1);
  expect(show(ready).state).toBe('degraded');
  expect(onChange).not.toHaveBeenCalled();
  jest.advanceTimersByTime(1);
  expect(onChange).toHaveBeenCalledWith({ object: resource() });
  expect(show(ready)).toBe(ready);
});

it('stays bad, since the same moment, while it comes and goes', () => {
  const { show, onChange } = shown();
  for (let second = 10; second < 40; second++) {
    const bad = show(degraded(`10:00:${second}`));
    expect(bad).toEqual(degraded('10:00:10'));
    expect(show(ready)).toEqual(degraded('10:00:10'));
    jest.advanceTimersByTime(1_000);
  }
  expect(onChange).not.toHaveBeenCalled();
});

it('does not hold anything over to a Resource made again by the same name', () => {
  const { show } = shown();
  const named = (uid: string): Manifest => ({
    ...resource(),
    metadata: { ...resource().metadata, uid },
  });
  show(degraded('10:00:00'), named('first'));
  expect(show(degraded('10:05:00'), named('second'))).toEqual(
    degraded('10:05:00'),
  );
  show(degraded('10:06:00'), named('third'));
  expect(show(ready, named('fourth'))).toBe(ready);
});

it.each<[string, Health, Manifest]>([
  ['a workflow that runs', running, resource()],
  ['what was changed', ready, resource(2)],
  [
    'a deletion',
    { state: 'deleting', reason: { code: 'deleting', values: {} } },
    resource(),
  ],
])('does not hold back %s', (_, health, object) => {
  const { show } = shown();
  show(degraded('10:00:00'));
  expect(show(health, object)).toBe(health);
  expect(show(ready, object)).toBe(ready);
});

describe('a deletion', () => {
  const deleting: Health = {
    state: 'deleting',
    reason: { code: 'deleting', values: {} },
  };
  const deletedAt = (time: string): Manifest => ({
    ...resource(),
    metadata: { ...resource().metadata, deletionTimestamp: time },
  });

  it('is told of when it takes an hour, which no watch reports', () => {
    jest.setSystemTime(new Date('2026-01-01T10:30:00Z'));
    const { show, onChange } = shown();
    const object = deletedAt('2026-01-01T10:00:00Z');
    show(deleting, object);
    show(deleting, object);
    jest.advanceTimersByTime(30 * 60_000 - 1);
    expect(onChange).not.toHaveBeenCalled();
    jest.advanceTimersByTime(2);
    expect(onChange).toHaveBeenCalledTimes(1);
    expect(onChange).toHaveBeenCalledWith({ object });
    show(deleting, object);
    jest.advanceTimersByTime(24 * 60 * 60_000);
    expect(onChange).toHaveBeenCalledTimes(1);
  });

  it('that is over is not told of when the object is made again', () => {
    jest.setSystemTime(new Date('2026-01-01T10:30:00Z'));
    const { show, onChange } = shown();
    show(deleting, deletedAt('2026-01-01T10:00:00Z'));
    show(ready);
    jest.advanceTimersByTime(24 * 60 * 60_000);
    expect(onChange).not.toHaveBeenCalled();
  });

  it.each(['9999-01-01T00:00:00Z', 'soon'])(
    'at %s does not keep the process busy',
    time => {
      const { show, onChange } = shown();
      show(deleting, deletedAt(time));
      jest.advanceTimersByTime(60_000);
      expect(onChange).not.toHaveBeenCalled();
    },
  );
});
