import { Text } from '@backstage/ui';
import type { Manifest } from '@syntasso/plugin-ske-common';
import { Diff } from '../../../components/Diff';
import { useT } from '../../../translations/useT';
import type { SecretChanges } from '../formState/secretChanges';
import { manifestText } from './manifestText';

/** What an update makes of what is there; what the platform adds is remarked upon. */
export function Changes(props: {
  /** They look the same before and after. */
  secrets: SecretChanges;
  before: Manifest;
  wanted: Manifest;
  after: Manifest;
}) {
  const t = useT();
  const { before, wanted, after, secrets } = props;
  const changedKinds = secretChangeKinds.filter(
    word => word !== 'kept' && secrets[word].length > 0,
  );
  const oldText = manifestText(before);
  const newText = manifestText(after, {
    order: before,
    given: [before, wanted],
    remark: t('dialog.default'),
  });
  return (
    <>
      <Text as="h3" weight="bold">
        {t('dialog.changesTitle')}
      </Text>
      {secretChangeKinds
        .filter(word => secrets[word].length > 0)
        .map(word => (
          <Text as="p" key={word}>
            {t(`dialog.secrets.${word}`, { fields: secrets[word].join(', ') })}
          </Text>
        ))}
      {oldText !== newText && (
        <Diff
          label={t('dialog.changesTitle')}
          before={oldText}
          after={newText}
        />
      )}
      {oldText === newText && changedKinds.length === 0 && (
        <Text color="secondary">{t('dialog.unchanged')}</Text>
      )}
    </>
  );
}

const secretChangeKinds = ['set', 'replaced', 'removed', 'kept'] as const;
