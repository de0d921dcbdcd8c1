import Card from '@material-ui/core/Card';
import CardContent from '@material-ui/core/CardContent';
import { ItemCardHeader } from '@backstage/core-components';
import type { TemplateCardComponentProps } from '@backstage/plugin-scaffolder-react/alpha';
import { Loading } from '../../components/Loading';
import { useCardStyles } from './cardStyles';

/** Heights of health, description, the reason why not, tags, and the button. */
const HEIGHTS = [22, 40, 32, 24, 48];

/**
 * Stands for the card of a Promise until it is known whether it can be requested. The reason
 * why it cannot would make all cards of the page higher, so none is drawn before.
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
