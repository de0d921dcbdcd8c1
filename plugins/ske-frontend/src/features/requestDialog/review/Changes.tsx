import { Text } from '@backstage/ui';
import type { JsonObject } from '@backstage/types';
import type { Manifest } from '@syntasso/plugin-ske-common';
import { Diff } from '../../../components/Diff';
import { useT } from '../../../translations/useT';
import type { SecretChanges } from '../formState/secretChanges';
import { manifestText } from './manifestText';

/** What an update makes of what is there, as it is shown. */
export interface ManifestChanges {
  /** They look the same before and after. */
  secrets: SecretChanges;
  oldText: string;
  newText: string;
}

/**
 * Compares what is there with what an update makes of it.
 *
 * @param wording - what is remarked of what the platform adds, and the form's schema
 */
export function compareManifests(
  before: Manifest,
  wanted: Manifest,
  after: Manifest,
  wording: { remark: string; schema: JsonObject },
): Omit<ManifestChanges, 'secrets'> {
  return {
    oldText: manifestText(before, { schema: wording.schema }),
    newText: manifestText(after, {
      order: before,
      given: [before, wanted],
      ...wording,
    }),
  };
}

/** Whether there is anything to be seen in them. */
export const areVisible = ({ secrets, oldText, newText }: ManifestChanges) =>
  oldText !== newText ||
  secretChangeKinds.some(kind => kind !== 'kept' && secrets[kind].length > 0);

/** Shows what an update makes of what is there; what the platform adds is remarked upon. */
export function Changes(props: ManifestChanges) {
  const t = useT();
  const { secrets, oldText, newText } = props;
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
    </>
  );
}

const secretChangeKinds = ['set', 'replaced', 'removed', 'kept'] as const;
