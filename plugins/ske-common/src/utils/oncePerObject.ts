/**
 * The same function, whose answer is kept with the object that it was about. For
 * objects that nobody changes, such as those of a watch, and work that depends on
 * nothing else.
 *
 * @public
 */
export function oncePerObject<O extends object, T>(
  work: (object: O) => T,
): (object: O) => T {
  const answers = new WeakMap<O, { answer: T }>();
  return object => {
    const known = answers.get(object);
    if (known) return known.answer;
    const answer = work(object);
    answers.set(object, { answer });
    return answer;
  };
}
