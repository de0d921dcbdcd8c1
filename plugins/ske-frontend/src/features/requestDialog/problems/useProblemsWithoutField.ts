import { useEffect, useState } from 'react';
import type { ProblemAtPath } from '../../../form/problemTree';
import { fieldIds } from '../../../form/values';

/** Parts of the form open themselves for what is wrong in them; it takes some frames. */
const FRAMES = 4;

/**
 * The problems that no field shows: those of hidden fields, of fields that are
 * not drawn now, and of the form as a whole. Looks at what is drawn, because
 * only that says what somebody sees.
 *
 * @param key - another one for other problems
 */
export function useProblemsWithoutField(
  problems: ProblemAtPath[],
  key: string,
): ProblemAtPath[] {
  const [hidden, setHidden] = useState<ProblemAtPath[]>([]);
  useEffect(() => {
    let frame = 0;
    let framesLeft = FRAMES;
    const look = () => {
      framesLeft -= 1;
      if (framesLeft > 0) frame = requestAnimationFrame(look);
      else setHidden(uniqueOf(problems.filter(problem => !isShown(problem))));
    };
    if (problems.length === 0) setHidden([]);
    else frame = requestAnimationFrame(look);
    return () => cancelAnimationFrame(frame);
    // The problems are the same as long as their key is.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [key]);
  return hidden;
}

/** Each sentence once, whatever it is about: nobody sees where that is. */
const uniqueOf = (problems: ProblemAtPath[]) => [
  ...new Map(problems.map(problem => [problem.message, problem])).values(),
];

/** At its field, or at a field around it that shows what is in it as text. */
function isShown({ path, message }: ProblemAtPath): boolean {
  for (let length = path.length; length > 0; length -= 1) {
    for (const id of fieldIds(path.slice(0, length))) {
      const shownText = document.getElementById(`${id}__error`)?.textContent;
      if (shownText?.includes(message)) return true;
    }
  }
  return false;
}
