import { useState } from 'react';
import { Alert, Button, Menu, MenuItem, MenuTrigger } from '@backstage/ui';
import { refOf, type ResourceView } from '@syntasso/plugin-ske-common';
import { useSkeApi } from '../../api/useSkeApi';
import { useT } from '../../translations/useT';
import { messageOf } from '../../utils/messageOf';
import { versionChoicesOf } from './nextActionsOf';

/** Chooses another version, where the wanted one failed or is not installed. */
export function VersionMenu(props: {
  view: ResourceView;
  variant: 'primary' | 'secondary';
  isDisabled: boolean;
}) {
  const t = useT();
  const api = useSkeApi();
  const { version, manifest } = props.view;
  const [chosen, setChosen] = useState<string>();
  const [failure, setFailure] = useState<Error>();
  const choose = async (choice: string) => {
    setFailure(undefined);
    setChosen(choice);
    await api.upgrade(refOf(manifest), choice).catch((error: Error) => {
      setChosen(undefined);
      setFailure(error);
    });
  };
  return (
    <>
      {failure && (
        <Alert role="alert" status="danger" title={messageOf(failure)} />
      )}
      <MenuTrigger>
        <Button
          size="small"
          variant={props.variant}
          isDisabled={props.isDisabled}
        >
          {chosen === undefined
            ? t('next.chooseVersion')
            : t('version.chosen', { version: chosen })}
        </Button>
        <Menu aria-label={t('next.chooseVersion')}>
          {versionChoicesOf(version).map(choice => (
            <MenuItem
              key={choice}
              id={choice}
              onAction={() => void choose(choice)}
            >
              {t(choice === version.running ? 'version.keep' : 'version.take', {
                version: choice,
              })}
            </MenuItem>
          ))}
        </Menu>
      </MenuTrigger>
    </>
  );
}
