import { MarkdownContent } from '@backstage/core-components';
import { useStyles } from './styles';

/** Nothing, for a browser that would load it. */
const NO_IMAGE = 'data:,';

/**
 * What the platform says, as Markdown. Pipelines quote in it what people have typed: an
 * image in it would tell another server who looks at it.
 */
export function MessageText(props: { text: string }) {
  const classes = useStyles();
  if (!isCheapToRead(props.text)) {
    return <div className={classes.preLine}>{props.text}</div>;
  }
  return (
    <MarkdownContent
      content={props.text}
      className={classes.markdown}
      transformImageUri={() => NO_IMAGE}
    />
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
