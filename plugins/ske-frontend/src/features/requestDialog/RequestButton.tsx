import { Button, ButtonLink, Text } from '@backstage/ui';
import type { OfferingView } from '@syntasso/plugin-ske-common';
import { useStyles } from '../../components/styles';
import { useCreateHref } from '../../hooks/useCreateHref';
import { useDenied } from '../../hooks/useDenied';
import { useT } from '../../translations/useT';
import { readRef } from '../../utils/readRef';
import { whyNotRequestable } from '../../utils/whyNotRequestable';
import { RequestDialog } from './RequestDialog';
import { useDialogAddress } from './useDialogAddress';

/**
 * Opens the dialog, as a link with `?ske=request` does; disabled when nothing can be
 * requested, with the reason beside it where that is not the health of the Promise. Without
 * what the dialog needs it leads to the scaffolder's Create page.
 *
 * @param props.linked - in the header of the page, which gives the reason itself
 */
export function RequestButton(props: { view: OfferingView; linked?: boolean }) {
  const t = useT();
  const classes = useStyles();
  const createHref = useCreateHref();
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
  // A repository may not say what it offers.
  if (!view.api && view.source === 'cluster') {
    return <Text color="secondary">{reason}</Text>;
  }
  const isForDialog = view.api !== undefined && view.templateRef !== undefined;
  const blocked =
    isForDialog || !view.available
      ? whyNotRequestable(view, t, denied)
      : denied;
  // Wherever the button is, the health with its reason stands above it.
  const isToldAbove = !view.available && view.health.state !== 'ready';
  const hint = view.templateRef ? undefined : t('promise.formElsewhere');
  const text = blocked ?? hint;
  const label = t('promise.request', { title: view.title });
  return (
    <span className={classes.inline}>
      {text && !isToldAbove && (
        <Text variant="body-small" color="secondary">
          {text}
        </Text>
      )}
      {isForDialog || blocked ? (
        <Button
          variant="primary"
          size="small"
          isDisabled={blocked !== undefined}
          onPress={open}
        >
          {label}
        </Button>
      ) : (
        <ButtonLink
          variant="primary"
          size="small"
          href={formHref(view, createHref)}
        >
          {label}
        </ButtonLink>
      )}
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

/** Where the scaffolder has the form of a Promise, or what may be it. */
function formHref(view: OfferingView, createHref: string): string {
  const template = readRef(view.templateRef, { defaultKind: 'template' });
  if (template) {
    return `${createHref}/templates/${template.namespace}/${template.name}`;
  }
  // Templates that are made from Promises have this tag.
  const query = new URLSearchParams({
    'filters[tags]': `${view.ref.name}-promise`,
  });
  return `${createHref}?${query}`;
}
