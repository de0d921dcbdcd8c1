import { isObject, type Manifest } from '@syntasso/plugin-ske-common';

/**
 * What a dry run may show: what the caller has sent, with the defaults that the
 * platform gives to it. What is there already and was not sent is somebody
 * else's, and left out.
 *
 * @param answer - what the platform would make of it
 */
export function ofWhatWasSent(
  answer: Manifest,
  sent: Manifest,
  present: Manifest | undefined,
): Manifest {
  return reduced(answer, sent, present) as Manifest;
}

function reduced(answer: unknown, sent: unknown, present: unknown): unknown {
  if (Array.isArray(answer)) {
    const [ours, theirs] = [sent, present].map(list =>
      Array.isArray(list) ? list : [],
    );
    return answer
      .slice(0, ours.length)
      .map((item, index) => reduced(item, ours[index], theirs[index]));
  }
  if (!isObject(answer)) return answer;
  const [ours, theirs] = [sent, present].map(one => (isObject(one) ? one : {}));
  return Object.fromEntries(
    Object.entries(answer)
      .filter(
        ([key]) => Object.hasOwn(ours, key) || !Object.hasOwn(theirs, key),
      )
      .map(([key, value]) => [
        key,
        Object.hasOwn(ours, key)
          ? reduced(value, ours[key], theirs[key])
          : value,
      ]),
  );
}
