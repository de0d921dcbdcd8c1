import { eventually } from '@internal/testbed';
import type { TestPlatform } from '../realPlatform';
import { expectedOutputs } from './expectedOutputs';
import type { Contents, Place } from './places';

/**
 * Waits until a place has what it is to have for the objects that are there, and nothing
 * else.
 *
 * @returns what it has too much, too little or otherwise when it is waited for no longer
 */
export async function untilRight(
  test: TestPlatform,
  place: Place,
  patienceMs: number,
): Promise<string[]> {
  let wrong: string[] = [];
  const look = async () => {
    const outputs = await expectedOutputs(test);
    const expected = Object.assign(
      {},
      ...outputs.map(output => place.contentsOf(output)),
    ) as Contents;
    wrong = differencesOf(await place.read(), expected);
    return wrong.length === 0;
  };
  const end = Date.now() + patienceMs;
  await eventually(
    'the right end, or the end of patience',
    async () => (await look()) || Date.now() > end,
    // It ends by itself.
    { patienceMs: 2 * patienceMs, pauseMs: 300 },
  );
  return wrong;
}

function differencesOf(found: Contents, expected: Contents): string[] {
  const missing = Object.keys(expected).filter(key => !(key in found));
  const others = Object.keys(found).flatMap(key => {
    if (!(key in expected)) return [`too much: ${key}`];
    return found[key] === expected[key]
      ? []
      : [`other: ${key}\n${found[key]}\nnot\n${expected[key]}`];
  });
  return [...missing.map(key => `missing: ${key}`), ...others];
}
