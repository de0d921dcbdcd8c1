import type { BindingsAnswer, BindingView } from '@syntasso/plugin-ske-common';
import { ControllerBindings } from './ControllerBindings';

const viewOf = (promise: string, message = 'well'): BindingView => ({
  promise,
  binding: { status: 'True', reason: 'BindingResolved', message },
  resources: { bound: 0, failed: 0 },
});

/** A controller that answers with what `state` has: an error is thrown. */
function startController() {
  const state: { asked: number; bindings: BindingView[]; error?: Error } = {
    asked: 0,
    bindings: [viewOf('redis'), viewOf('kafka')],
  };
  const lines: string[] = [];
  const controller = new ControllerBindings(
    { url: 'http://controller' },
    {
      read: async (): Promise<BindingsAnswer> => {
        state.asked += 1;
        if (state.error) throw state.error;
        return { leader: true, bindings: state.bindings };
      },
      logger: {
        info: message => lines.push(`INFO ${message}`),
        warn: message => lines.push(`WARN ${message}`),
      },
    },
  );
  return { controller, state, lines };
}

beforeEach(() => jest.useFakeTimers());
afterEach(() => jest.useRealTimers());

it('asks once for all pages, again after 30 s, and not when nobody looks', async () => {
  const { controller, state } = startController();
  expect(controller.reportOf('redis')).toEqual({ kind: 'waiting' });
  expect(state.asked).toBe(0);
  const told: string[] = [];
  const ends = ['redis', 'redis', 'kafka', 'none'].map((promise, index) =>
    controller.onChange(promise, () => told.push(`${promise} ${index}`)),
  );
  await jest.advanceTimersByTimeAsync(20_000);
  await controller.current();
  expect(state.asked).toBe(1);
  expect(told).toEqual(['redis 0', 'redis 1', 'kafka 2', 'none 3']);
  expect(controller.reportOf('redis')).toEqual({
    kind: 'read',
    binding: viewOf('redis'),
  });
  expect(controller.reportOf('none')).toEqual({
    kind: 'read',
    binding: undefined,
  });
  await jest.advanceTimersByTimeAsync(15_000);
  expect(state.asked).toBe(2);
  ends.forEach(end => end());
  await jest.advanceTimersByTimeAsync(600_000);
  expect(state.asked).toBe(2);
});

it('tells only the pages of what is different', async () => {
  const { controller, state } = startController();
  const told: string[] = [];
  for (const promise of ['redis', 'kafka']) {
    controller.onChange(promise, () => told.push(promise));
  }
  await controller.current();
  told.length = 0;
  state.bindings = [viewOf('redis'), viewOf('kafka', 'moved')];
  await jest.advanceTimersByTimeAsync(31_000);
  expect(state.asked).toBe(2);
  expect(told).toEqual(['kafka']);
  controller.stop();
});

it('has a state for a controller that is away, asks it no more often, and says so once', async () => {
  const { controller, state, lines } = startController();
  state.error = new Error('No answer.');
  const told: string[] = [];
  controller.onChange('redis', () => told.push('redis'));
  expect(await controller.current()).toEqual({
    kind: 'unreachable',
    reason: 'No answer.',
  });
  expect(controller.reportOf('redis')).toEqual({ kind: 'unreachable' });
  await jest.advanceTimersByTimeAsync(61_000);
  expect(state.asked).toBe(3);
  expect(told).toEqual(['redis']);
  expect(lines).toEqual([expect.stringMatching(/^WARN .*No answer\./)]);
  state.error = undefined;
  await jest.advanceTimersByTimeAsync(31_000);
  expect(told).toEqual(['redis', 'redis']);
  expect(controller.reportOf('redis').kind).toBe('read');
  expect(lines[1]).toBe('INFO SKE controller: http://controller answers now');
  controller.stop();
});

it('shows no answer of long ago to who looks again', async () => {
  const { controller } = startController();
  controller.onChange('redis', () => {})();
  await controller.current();
  expect(controller.reportOf('redis').kind).toBe('read');
  await jest.advanceTimersByTimeAsync(600_000);
  const end = controller.onChange('redis', () => {});
  expect(controller.reportOf('redis')).toEqual({ kind: 'waiting' });
  await controller.current();
  expect(controller.reportOf('redis').kind).toBe('read');
  end();
});

it('asks no more when Backstage ends', async () => {
  const { controller, state } = startController();
  controller.onChange('redis', () => {});
  await controller.current();
  controller.stop();
  await jest.advanceTimersByTimeAsync(60_000);
  await controller.current();
  expect(state.asked).toBe(1);
});
