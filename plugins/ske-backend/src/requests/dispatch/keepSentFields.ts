import { isObject, type Manifest } from '@syntasso/plugin-ske-common';

/**
 * Reduces the answer of a dry run to the fields that the caller sent, and the
 * defaults that the platform adds. Fields that only the present object has are left
 * out: the caller may not know them.
 *
 * @param answer - what the platform would make of it
 */
export function keepSentFields(
  answer: Manifest,
  sent: Manifest,
  present: Manifest | undefined,
): Manifest {
  return keepSent(answer, sent, present) as Manifest;
}

function keepSent(answer: unknown, sent: unknown, present: unknown): unknown {
  if (Array.isArray(answer)) {
    const [ours, theirs] = [sent, present].map(list =>
      Array.isArray(list) ? list : [],
    );
    return answer
      .slice(0, ours.length)
      .map((item, index) => keepSent(item, ours[index], theirs[index]));
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
          ? keepSent(value, ours[key], theirs[key])
          : value,
      ]),
  );
}
