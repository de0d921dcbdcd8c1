import { useState } from 'react';
import { Alert, Button, Menu, MenuItem, MenuTrigger } from '@backstage/ui';
import type { ResourceView } from '@syntasso/plugin-ske-common';
import { useSkeApi } from '../../api/useSkeApi';
import { useT } from '../../translations/useT';
import { messageOf } from '../../utils/messageOf';
import { versionChoicesOf, type VersionChoice } from './versionChoices';

/** Chooses another version, where the wanted one failed or is not installed. */
export function VersionMenu(props: {
  view: ResourceView;
  variant: 'primary' | 'secondary';
  isDisabled: boolean;
}) {
  const t = useT();
  const api = useSkeApi();
  const [chosen, setChosen] = useState<VersionChoice>();
  const [failure, setFailure] = useState<Error>();
  const choose = async (choice: VersionChoice) => {
    setFailure(undefined);
    setChosen(choice);
    await choice.choose(api).catch((error: Error) => {
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
          {chosen?.chosen ?? t('next.chooseVersion')}
        </Button>
        <Menu aria-label={t('next.chooseVersion')}>
          {versionChoicesOf(props.view, t).map(choice => (
            <MenuItem
              key={choice.version}
              id={choice.version}
              onAction={() => void choose(choice)}
            >
              {choice.label}
            </MenuItem>
          ))}
        </Menu>
      </MenuTrigger>
    </>
  );
}
