import { Suspense, useId, type ComponentProps } from 'react';
import Button from '@material-ui/core/Button';
import Card from '@material-ui/core/Card';
import CardActions from '@material-ui/core/CardActions';
import CardContent from '@material-ui/core/CardContent';
import Chip from '@material-ui/core/Chip';
import { stringifyEntityRef } from '@backstage/catalog-model';
import { ItemCardHeader, Link } from '@backstage/core-components';
import { FavoriteEntity } from '@backstage/plugin-catalog-react';
import type { TemplateCardComponentProps } from '@backstage/plugin-scaffolder-react/alpha';
import { Dialog, DialogBody, DialogHeader, Text } from '@backstage/ui';
import {
  DEFAULT_OWNER,
  type OfferingSummary,
} from '@syntasso/plugin-ske-common';
import { HealthBadge } from '../../components/HealthBadge';
import { Markdown } from '../../components/Markdown';
import { NotLoaded } from '../../components/NotLoaded';
import { OwnerLink } from '../../components/OwnerLink';
import { useStyles } from '../../components/styles';
import { useT } from '../../translations/useT';
import { lazyOr } from '../../utils/lazyOr';
import { useDialogAddress } from '../requestDialog/useDialogAddress';
import { whyNotRequestable } from '../../utils/whyNotRequestable';
import { useCardStyles } from './cardStyles';

const OfferingDialog = lazyOr<
  ComponentProps<typeof import('./OfferingDialog').OfferingDialog> & {
    title: string;
  }
>(
  async () => (await import('./OfferingDialog')).OfferingDialog,
  reason =>
    function DialogNotLoaded(props: { title: string; onClose: () => void }) {
      const { readable } = useStyles();
      return (
        <Dialog
          isOpen
          className={readable}
          width="min(560px, 100vw - 32px)"
          onOpenChange={open => !open && props.onClose()}
        >
          <DialogHeader>{props.title}</DialogHeader>
          <DialogBody>
            <NotLoaded part="requestForm" reason={reason} />
          </DialogBody>
        </Dialog>
      );
    },
);

/** A Promise on the Create page: how it is, and the dialog that requests one. */
export function OfferingCard(
  props: TemplateCardComponentProps & { offering: OfferingSummary },
) {
  const t = useT();
  const classes = useCardStyles();
  const { markdown } = useStyles();
  const reasonId = useId();
  const { template, offering, additionalLinks = [], onSelected } = props;
  const {
    name,
    title = name,
    description,
    tags = [],
    links = [],
  } = template.metadata;
  const reason = whyNotRequestable(offering, t);
  const templateRef = stringifyEntityRef(template);
  const dialog = useDialogAddress(
    'request',
    offering.name,
    reason === undefined,
    { isOneOfMany: true },
  );
  return (
    <Card className={classes.card}>
      <ItemCardHeader
        title={title}
        subtitle={
          <span className={classes.subtitle}>
            {template.spec.type}
            <FavoriteEntity entity={template} className={classes.star} />
          </span>
        }
      />
      <CardContent className={classes.content}>
        <div>
          <HealthBadge health={offering.health} />
        </div>
        {description && <Markdown className={markdown} content={description} />}
        {reason && (
          <Text as="p" id={reasonId} weight="bold">
            {reason}
          </Text>
        )}
        <div className={classes.row}>
          {tags.map(tag => (
            <Chip key={tag} size="small" label={tag} style={{ margin: 0 }} />
          ))}
        </div>
        {[...additionalLinks, ...links.map(asCardLink)].map(({ text, url }) => (
          <Link key={url} to={url}>
            {text}
          </Link>
        ))}
      </CardContent>
      <CardActions className={classes.actions}>
        <OwnerLink owner={template.spec.owner ?? DEFAULT_OWNER} />
        <Button
          size="small"
          variant="outlined"
          color="primary"
          disabled={reason !== undefined}
          aria-label={t('create.chooseThis', { title })}
          aria-describedby={reason && reasonId}
          onClick={dialog.open}
        >
          {t('create.choose')}
        </Button>
      </CardActions>
      {dialog.isOpen && (
        <Suspense fallback={null}>
          <OfferingDialog
            title={t('dialog.request', { title: offering.title })}
            promiseName={offering.name}
            templateRef={templateRef}
            onSent={dialog.markSent}
            onClose={dialog.close}
            onLost={() => {
              // The scaffolder's own form says what it knows.
              dialog.leave();
              onSelected?.();
            }}
          />
        </Suspense>
      )}
    </Card>
  );
}

const asCardLink = ({ title, url }: { title?: string; url: string }) => ({
  text: title ?? url,
  url,
});
