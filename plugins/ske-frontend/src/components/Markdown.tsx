import type { ComponentProps } from 'react';
import { makeStyles } from '@material-ui/core/styles';
import { MarkdownContent } from '@backstage/core-components';
import { useStyles } from './styles';

const useMarkdownStyles = makeStyles({
  // A text of somebody else's is a part of the page, and does not shout in it.
  headings: {
    '& h1, & h2, & h3, & h4, & h5, & h6': {
      margin: 'var(--bui-space-3, 12px) 0 var(--bui-space-1, 4px)',
      fontSize: '1em',
      fontWeight: 600,
      lineHeight: 1.4,
    },
  },
  links: {
    // Told from the text around them by more than their colour.
    '& a': { textDecoration: 'underline' },
  },
  // Backstage loads the reader of Markdown when it is first needed: until then the text as
  // it is written has its room. Only drawn, so that it is no second text of the page.
  untilRead: {
    '&:not(:only-child)': { display: 'none' },
    '&::before': { content: 'attr(data-text)' },
  },
});

/** Markdown; a text that would take long to read as that is shown as it is. */
export function Markdown(props: ComponentProps<typeof MarkdownContent>) {
  const classes = useStyles();
  const { headings, links, untilRead } = useMarkdownStyles();
  return isCheapToRead(props.content) ? (
    <div>
      <div aria-hidden className={untilRead} data-text={props.content} />
      <MarkdownContent
        {...props}
        className={[headings, links, props.className].filter(Boolean).join(' ')}
      />
    </div>
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
