import { runScript, scriptSchema } from './script';

/** The lines that a script logs when its pipeline runs for this time. */
async function linesOf(script: unknown, attempt: number): Promise<string[]> {
  const lines: string[] = [];
  await runScript({
    script: scriptSchema.parse(script),
    object: { spec: { wait: 'approval' } },
    attempt,
    outcome: { status: {}, files: [], destinations: [], suspend: undefined },
    log: line => void lines.push(line),
    wait: async () => {},
  });
  return lines;
}

it.each([
  [{ path: 'spec.wait', is: 'approval', attempt: 1 }, ['asks'], []],
  [{ path: 'spec.wait', is: 'window', attempt: 1 }, [], []],
  [{ path: 'spec.wait', isNot: 'window' }, ['asks'], ['asks']],
  [{ attempt: 2 }, [], ['asks']],
])('does a step where all of %j holds', async (when, first, second) => {
  const script = [{ when, log: 'asks' }];
  expect(await linesOf(script, 1)).toEqual(first);
  expect(await linesOf(script, 2)).toEqual(second);
});

it('refuses a condition that says nothing', () => {
  expect(() => scriptSchema.parse([{ when: { is: 1 }, log: 'x' }])).toThrow(
    'Give a path, an attempt, or both.',
  );
});
