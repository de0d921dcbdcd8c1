import type { ComponentProps } from 'react';
import { makeStyles } from '@material-ui/core/styles';
import { MarkdownContent } from '@backstage/core-components';
import { useStyles } from './styles';

const useHeadingStyles = makeStyles({
  // A text of somebody else's is a part of the page, and does not shout in it.
  headings: {
    '& h1, & h2, & h3, & h4, & h5, & h6': {
      margin: 'var(--bui-space-3, 12px) 0 var(--bui-space-1, 4px)',
      fontSize: '1em',
      fontWeight: 600,
      lineHeight: 1.4,
    },
  },
});

/** Markdown; a text that would take long to read as that is shown as it is. */
export function Markdown(props: ComponentProps<typeof MarkdownContent>) {
  const classes = useStyles();
  const { headings } = useHeadingStyles();
  return isCheapToRead(props.content) ? (
    <MarkdownContent
      {...props}
      className={[headings, props.className].filter(Boolean).join(' ')}
    />
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
