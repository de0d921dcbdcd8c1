import Card from '@material-ui/core/Card';
import CardContent from '@material-ui/core/CardContent';
import { ItemCardHeader } from '@backstage/core-components';
import type { TemplateCardComponentProps } from '@backstage/plugin-scaffolder-react/alpha';
import { Loading } from '../../components/Loading';
import { useCardStyles } from './cardStyles';

/** Of health, description, the reason against it, tags, and the button. */
const HEIGHTS = [22, 40, 32, 24, 48];

/**
 * Of a Promise of which nobody knows yet whether it can be requested. The reason against it
 * makes all cards higher, as all rows of the Create page are as high as the highest: they
 * appear when it is known.
 */
export function LoadingCard(
  props: Pick<TemplateCardComponentProps, 'template'>,
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
        <Loading what={title} heights={HEIGHTS} />
      </CardContent>
    </Card>
  );
}
