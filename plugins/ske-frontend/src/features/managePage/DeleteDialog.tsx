import { useState } from 'react';
import {
  Button,
  Dialog,
  DialogBody,
  DialogFooter,
  DialogHeader,
  Text,
  TextField,
} from '@backstage/ui';
import type {
  ResourceIdentity,
  ResourceView,
} from '@syntasso/plugin-ske-common';
import { ErrorAlert } from '../../components/ErrorAlert';
import { useStyles } from '../../components/styles';
import { useDeletion } from './useDeletion';
import { useT } from '../../translations/useT';

/** Says exactly what will go, asks for the name, then does that. */
export function DeleteDialog(props: {
  identity: ResourceIdentity;
  view: ResourceView;
  /** The deletion was asked for. */
  onDelete?: () => void;
  onClose: () => void;
}) {
  const t = useT();
  const classes = useStyles();
  const { view, identity, onClose } = props;
  const deletion = useDeletion(identity, view);
  const { name, namespace = '' } = view.manifest.metadata;
  const [typedName, setTypedName] = useState('');
  const [sending, setSending] = useState(false);
  const [failure, setFailure] = useState<Error>();
  const destinations = [
    ...new Set(view.placements.map(d => d.destination).filter(Boolean)),
  ].join(', ');
  const remove = async () => {
    if (sending || typedName !== name) return;
    setSending(true);
    setFailure(undefined);
    try {
      await deletion.run();
      props.onDelete?.();
      onClose();
    } catch (error) {
      setFailure(error as Error);
      setSending(false);
    }
  };
  return (
    <Dialog
      isOpen
      className={classes.readable}
      width="min(560px, 100vw - 32px)"
      onOpenChange={open => !open && onClose()}
    >
      <DialogHeader>{t('del.title', { name })}</DialogHeader>
      <DialogBody>
        <form
          className={classes.column}
          onSubmit={event => {
            event.preventDefault();
            void remove();
          }}
        >
          {failure && <ErrorAlert error={failure} />}
          {deletion.text && <Text as="p">{deletion.text}</Text>}
          <div>
            <Text as="h4" weight="bold">
              {t('del.goes')}
            </Text>
            <ul>
              <li>
                {t('del.resource', {
                  kind: view.manifest.kind,
                  namespace,
                  name,
                  platform: view.platform,
                })}
              </li>
              {destinations && <li>{t('del.works', { destinations })}</li>}
              <li>{t('del.entity')}</li>
            </ul>
          </div>
          {view.promise && (
            <div>
              <Text as="h4" weight="bold">
                {t('del.stays')}
              </Text>
              <Text as="p">
                {t('del.staysText', { promise: view.promise.name })}
              </Text>
            </div>
          )}
          <TextField
            label={t('del.confirm', { name })}
            value={typedName}
            onChange={setTypedName}
            autoComplete="off"
            autoFocus
          />
        </form>
      </DialogBody>
      <DialogFooter>
        <Button variant="secondary" onPress={onClose}>
          {t('common.cancel')}
        </Button>
        <Button
          variant="primary"
          destructive
          isDisabled={typedName !== name}
          isPending={sending}
          onPress={() => void remove()}
        >
          {t('del.button')}
        </Button>
      </DialogFooter>
    </Dialog>
  );
}
