import { ClusterReach } from './ClusterReach';

/** Answers with what `state` has: an error is thrown. */
function reachOf(notes: string[] = []) {
  const state: { error: Error | undefined } = { error: undefined };
  const limits: (number | undefined)[] = [];
  const lines: string[] = [];
  const reach = new ClusterReach(
    {
      raw: async (_path, _doing, withinMs) => {
        limits.push(withinMs);
        if (state.error) throw state.error;
        return { gitVersion: 'v1.33.0' };
      },
    },
    {
      name: 'prod',
      notes,
      logger: {
        info: message => lines.push(`INFO ${message}`),
        warn: message => lines.push(`WARN ${message}`),
      },
    },
  );
  return { reach, state, limits, lines };
}

beforeEach(() => jest.useFakeTimers());
afterEach(() => jest.useRealTimers());

it('says nothing of an API server that answers', async () => {
  const { reach, lines, limits } = reachOf();
  expect(await reach.check()).toBe(true);
  expect(lines).toEqual([]);
  expect(limits).toEqual([5_000]);
});

it('warns once of one that does not, and says when it does', async () => {
  const { reach, state, lines, limits } = reachOf();
  state.error = new Error('No answer.');
  expect(await Promise.all([reach.check(), reach.check()])).toEqual([
    false,
    false,
  ]);
  expect(limits).toHaveLength(1);
  await jest.advanceTimersByTimeAsync(60_000);
  expect(limits.length).toBeGreaterThan(1);
  const warning =
    'WARN SKE platform: prod cannot be read. No answer. It is tried again until it works.';
  expect(lines).toEqual([warning]);
  state.error = undefined;
  await jest.advanceTimersByTimeAsync(60_000);
  expect(lines).toEqual([warning, 'INFO SKE platform: prod answers now']);
  state.error = new Error('No answer.');
  expect(await reach.check()).toBe(false);
  expect(lines).toHaveLength(3);
  reach.stop();
});

it('tells another reason, too', async () => {
  const { reach, state, lines } = reachOf();
  state.error = new Error('No answer.');
  await reach.check();
  state.error = new Error('Bad token.');
  await jest.advanceTimersByTimeAsync(60_000);
  expect(lines).toEqual([
    expect.stringContaining('No answer.'),
    expect.stringContaining('Bad token.'),
  ]);
  reach.stop();
});

it('does not repeat what the log has already', async () => {
  const { reach, state, lines } = reachOf(['no kubeconfig.']);
  state.error = new Error('Could not ask its version: no kubeconfig.');
  expect(await reach.check()).toBe(false);
  expect(lines).toEqual([]);
  state.error = undefined;
  await jest.advanceTimersByTimeAsync(60_000);
  expect(lines).toEqual(['INFO SKE platform: prod answers now']);
});

it('looks no more when it is stopped', async () => {
  const { reach, state, limits } = reachOf();
  state.error = new Error('No answer.');
  await reach.check();
  reach.stop();
  await jest.advanceTimersByTimeAsync(120_000);
  expect(limits).toHaveLength(1);
});
