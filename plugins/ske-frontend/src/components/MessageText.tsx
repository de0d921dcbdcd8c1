import { Markdown } from './Markdown';
import { useStyles } from './styles';

/** Nothing, for a browser that would load it. */
const NO_IMAGE = 'data:,';

/**
 * What the platform says, as Markdown. Pipelines quote in it what people have typed: an
 * image in it would tell another server who looks at it.
 */
export function MessageText(props: { text: string }) {
  const classes = useStyles();
  return (
    <Markdown
      content={props.text}
      className={classes.markdown}
      transformImageUri={() => NO_IMAGE}
    />
  );
}
