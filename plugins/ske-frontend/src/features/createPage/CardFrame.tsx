import type { ReactNode } from 'react';
import Card from '@material-ui/core/Card';
import CardContent from '@material-ui/core/CardContent';
import { ItemCardHeader } from '@backstage/core-components';
import type { TemplateCardComponentProps } from '@backstage/plugin-scaffolder-react/alpha';
import { useCardStyles } from './cardStyles';

/** Heights of health, description, the reason why not, tags, and the button. */
export const HEIGHTS = [22, 40, 32, 24, 48];

/** All of them below each other, as `Loading` draws them. */
const HEIGHT = `calc(${HEIGHTS.reduce((sum, height) => sum + height)}px + ${
  HEIGHTS.length - 1
} * var(--bui-space-4, 16px))`;

/**
 * A card of the Create page with what it is called, and the room for what is not known yet.
 * It has no texts of ours, so that it is there before they are.
 */
export function CardFrame(
  props: Pick<TemplateCardComponentProps, 'template'> & {
    children?: ReactNode;
  },
) {
  const classes = useCardStyles();
  const { metadata, spec } = props.template;
  const { name, title = name } = metadata;
  return (
    <Card className={classes.card}>
      <ItemCardHeader
        title={title}
        subtitle={<span className={classes.subtitle}>{spec.type}</span>}
      />
      <CardContent className={classes.content}>
        {props.children ?? <div style={{ height: HEIGHT }} />}
      </CardContent>
    </Card>
  );
}
