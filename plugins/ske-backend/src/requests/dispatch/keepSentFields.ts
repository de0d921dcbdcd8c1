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
    const [sentItems, presentItems] = [sent, present].map(list =>
      Array.isArray(list) ? list : [],
    );
    return answer
      .slice(0, sentItems.length)
      .map((item, index) =>
        keepSent(item, sentItems[index], presentItems[index]),
      );
  }
  if (!isObject(answer)) return answer;
  const [sentFields, presentFields] = [sent, present].map(side =>
    isObject(side) ? side : {},
  );
  return Object.fromEntries(
    Object.entries(answer)
      .filter(
        ([key]) =>
          Object.hasOwn(sentFields, key) || !Object.hasOwn(presentFields, key),
      )
      .map(([key, value]) => [
        key,
        Object.hasOwn(sentFields, key)
          ? keepSent(value, sentFields[key], presentFields[key])
          : value,
      ]),
  );
}
