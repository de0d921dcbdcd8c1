/**
 * The same function, whose result is kept with its argument. For objects that are
 * never changed in place, such as those of a watch, and work that depends on
 * nothing else.
 *
 * @public
 */
export function oncePerObject<O extends object, T>(
  work: (object: O) => T,
): (object: O) => T {
  const answers = new WeakMap<O, { answer: T }>();
  return object => {
    const cached = answers.get(object);
    if (cached) return cached.answer;
    const answer = work(object);
    answers.set(object, { answer });
    return answer;
  };
}
