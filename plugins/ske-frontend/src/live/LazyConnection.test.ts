/** @jest-environment node */
import { LazyConnection } from './LazyConnection';
import type { SubjectConnection, SubjectListener } from './SubjectConnection';

/** Knows who listens to what. */
class FakeConnection implements SubjectConnection {
  readonly listeners = new Map<string, SubjectListener>();
  readonly refetched: string[] = [];
  retries = 0;

  attach(subject: string, listener: SubjectListener) {
    this.listeners.set(subject, listener);
    return {
      detach: () => void this.listeners.delete(subject),
      refetch: () => void this.refetched.push(subject),
      refetchLater: () => {},
    };
  }

  retryNow() {
    this.retries++;
  }
}

const fakeListener = (): jest.Mocked<SubjectListener> => ({
  onEvent: jest.fn(),
  onBroken: jest.fn(),
});

/** After what is awaited already. */
const settled = () => new Promise(resolve => setImmediate(resolve));

function lazyConnection() {
  const connection = new FakeConnection();
  const load = jest.fn(async (): Promise<SubjectConnection> => connection);
  return { connection, load, lazy: new LazyConnection(load) };
}

it('is loaded when somebody listens, who is attached then', async () => {
  const { connection, load, lazy } = lazyConnection();
  expect(load).not.toHaveBeenCalled();
  const [first, second] = [fakeListener(), fakeListener()];
  const attachment = lazy.attach('one', first);
  await settled();
  lazy.attach('two', second);
  expect([...connection.listeners]).toEqual([
    ['one', first],
    ['two', second],
  ]);
  attachment.refetch();
  expect(connection.refetched).toEqual(['one']);
  attachment.detach();
  expect([...connection.listeners.keys()]).toEqual(['two']);
  lazy.retryNow();
  expect(connection.retries).toBe(1);
});

it('does not attach who has left meanwhile', async () => {
  const { connection, lazy } = lazyConnection();
  lazy.attach('one', fakeListener()).detach();
  lazy.attach('two', fakeListener());
  await settled();
  expect([...connection.listeners.keys()]).toEqual(['two']);
});

it('says that it could not be loaded, and tries again when told to', async () => {
  const { connection, load, lazy } = lazyConnection();
  const away = new Error('away');
  load.mockRejectedValueOnce(away);
  const waiting = fakeListener();
  lazy.attach('one', waiting);
  await settled();
  expect(waiting.onBroken).toHaveBeenCalledWith(away);
  lazy.retryNow();
  await settled();
  expect([...connection.listeners]).toEqual([['one', waiting]]);
});
