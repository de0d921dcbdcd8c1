import type { TemplateCardComponentProps } from '@backstage/plugin-scaffolder-react/alpha';
import { Loading } from '../../components/Loading';
import { CardFrame, HEIGHTS } from './CardFrame';

/**
 * Stands for the card of a Promise until it is known whether it can be requested. The reason
 * why it cannot would make all cards of the page higher, so none is drawn before.
 */
export function LoadingCard(
  props: Pick<TemplateCardComponentProps, 'template'>,
) {
  const { name, title = name } = props.template.metadata;
  return (
    <CardFrame template={props.template}>
      <Loading what={title} heights={HEIGHTS} />
    </CardFrame>
  );
}
