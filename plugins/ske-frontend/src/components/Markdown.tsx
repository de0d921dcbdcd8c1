import type { ComponentProps } from 'react';
import { MarkdownContent } from '@backstage/core-components';
import { useStyles } from './styles';

/** Markdown; a text that would take long to read as that is shown as it is. */
export function Markdown(props: ComponentProps<typeof MarkdownContent>) {
  const classes = useStyles();
  return isCheapToRead(props.content) ? (
    <MarkdownContent {...props} />
  ) : (
    <div className={classes.preLine}>{props.content}</div>
  );
}

/**
 * Whether Markdown is read quickly: a few hundred marks within each other take the parser
 * seconds, or exhaust the stack. Other texts are shown as they are.
 */
const isCheapToRead = (text: string): boolean =>
  text.length <= 10_000 &&
  (text.match(/[[\]*_|`<>~]/g) ?? []).length <= 500 &&
  !/^[ \t]*(?:(?:[-+*>]|\d+[.)])[ \t]*){10}/m.test(text);
