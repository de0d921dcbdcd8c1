import { Button, Text } from '@backstage/ui';
import type { OfferingView } from '@syntasso/plugin-ske-common';
import { useStyles } from '../../components/styles';
import { useDenied } from '../../hooks/useDenied';
import { useT } from '../../translations/useT';
import { whyNotRequestable } from '../../utils/whyNotRequestable';
import { RequestDialog } from './RequestDialog';
import { useDialogAddress } from './useDialogAddress';

/**
 * Opens the dialog, as a link with `?ske=request` does; disabled when nothing can be
 * requested, with the reason beside it where that is not the health of the Promise.
 *
 * @param props.linked - in the header of the page, which gives the reason itself
 */
export function RequestButton(props: { view: OfferingView; linked?: boolean }) {
  const t = useT();
  const classes = useStyles();
  const { view } = props;
  const denied = useDenied('create', {
    kind: 'promise',
    name: view.ref.name,
  });
  const reason = whyNotRequestable(view, t);
  const { isOpen, open, close, markSent } = useDialogAddress(
    'request',
    view.ref.name,
    reason === undefined,
  );
  if (!view.api) return <Text color="secondary">{reason}</Text>;
  const blocked = whyNotRequestable(view, t, denied);
  // Wherever the button is, the health with its reason stands above it.
  const isToldAbove = !view.available && view.health.state !== 'ready';
  return (
    <span className={classes.inline}>
      {blocked && !isToldAbove && (
        <Text variant="body-small" color="secondary">
          {blocked}
        </Text>
      )}
      <Button
        variant="primary"
        size="small"
        isDisabled={blocked !== undefined}
        onPress={open}
      >
        {t('promise.request', { title: view.title })}
      </Button>
      {isOpen && !denied && view.templateRef && (
        <RequestDialog
          target={{
            kind: 'request',
            promise: view,
            templateRef: view.templateRef,
          }}
          onSent={markSent}
          onClose={close}
        />
      )}
    </span>
  );
}
