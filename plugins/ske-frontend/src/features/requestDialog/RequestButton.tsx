import { useState } from 'react';
import { useSearchParams } from 'react-router-dom';
import { Button, Text } from '@backstage/ui';
import type { OfferingView } from '@syntasso/plugin-ske-common';
import { useStyles } from '../../components/styles';
import { useDenied } from '../../hooks/useDenied';
import { useT } from '../../translations/useT';
import { reasonText } from '../../utils/reasonText';
import { RequestDialog } from './RequestDialog';

/**
 * Opens the dialog; disabled when nothing can be requested, with the reason beside it
 * where that is not the health of the Promise.
 *
 * @param props.linked - in the header of the page, which links open the dialog of
 */
export function RequestButton(props: { view: OfferingView; linked?: boolean }) {
  const t = useT();
  const classes = useStyles();
  const { view } = props;
  const [search, setSearch] = useSearchParams();
  const [pressed, setPressed] = useState(false);
  const linked = props.linked === true && search.get('ske') === 'request';
  const denied = useDenied('create', {
    kind: 'promise',
    name: view.ref.name,
  });
  if (!view.api) {
    return <Text color="secondary">{t('promise.noApi')}</Text>;
  }
  const blocked = blockedBecause(view, t) ?? denied;
  // Wherever the button is, the health with its reason stands above it.
  const isToldAbove = !view.available && view.health.state !== 'ready';
  const close = () => {
    setPressed(false);
    if (!linked) return;
    setSearch(current => {
      current.delete('ske');
      return current;
    });
  };
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
        onPress={() => setPressed(true)}
      >
        {t('promise.request', { title: view.title })}
      </Button>
      {(pressed || linked) && !blocked && view.templateRef && (
        <RequestDialog
          target={{
            kind: 'request',
            promise: view,
            templateRef: view.templateRef,
          }}
          onClose={close}
        />
      )}
    </span>
  );
}

function blockedBecause(view: OfferingView, t: ReturnType<typeof useT>) {
  if (!view.available) return reasonText(t, view.health.reason);
  if (!view.templateRef) return t('promise.noTemplate');
  return undefined;
}
