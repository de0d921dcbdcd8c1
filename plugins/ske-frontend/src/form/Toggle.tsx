import { useEffect, useState, type ReactNode } from 'react';
import { RiArrowDownSLine, RiArrowRightSLine } from '@remixicon/react';
import { useFieldStyles } from './fieldStyles';
import { useFormApi } from './FormApi';
import type { ProblemTree } from './problemTree';
import type { Path } from './values';

/** Opens and closes what is drawn below it. */
export function Toggle(props: {
  open: boolean;
  onToggle: (open: boolean) => void;
  children: ReactNode;
}) {
  const classes = useFieldStyles();
  const Icon = props.open ? RiArrowDownSLine : RiArrowRightSLine;
  return (
    <button
      type="button"
      className={classes.toggle}
      aria-expanded={props.open}
      // The second click of a double click on what was here before is no answer.
      onClick={event => {
        if (event.detail <= 1) props.onToggle(!props.open);
      }}
    >
      <Icon size={16} aria-hidden />
      {props.children}
    </button>
  );
}

/** Whether a part is open: it opens itself for a problem in it, and for whoever looks for a field of it. */
export function useOpen(
  path: Path,
  first: boolean,
  problems: ProblemTree | undefined,
): [boolean, (open: boolean) => void] {
  const { sought } = useFormApi();
  const [open, setOpen] = useState(first);
  const isSought = sought?.paths.some(to => isWithin(to, path)) === true;
  useEffect(() => {
    if (problems !== undefined) setOpen(true);
  }, [problems]);
  useEffect(() => {
    if (isSought) setOpen(true);
  }, [isSought, sought]);
  return [open, setOpen];
}

/** Whether a path leads into another one. */
export const isWithin = (path: Path, outer: Path) =>
  outer.length <= path.length && outer.every((key, at) => key === path[at]);
