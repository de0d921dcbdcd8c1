import { Text } from '@backstage/ui';
import type { ResourceView } from '@syntasso/plugin-ske-common';
import { OwnerLink } from '../../components/OwnerLink';
import { useT } from '../../translations/useT';
import { formatDay } from '../../utils/formatTime';

/** Stands for the link to who asked for it, until the sentence is put together. */
const PERSON = '\u0000';

/**
 * What it is, where, and who asked for it when. The description in the catalog says only
 * the first two: what is stored there must not depend on the day.
 */
export function RequestSummary(props: { view: ResourceView }) {
  const t = useT();
  const { manifest, requestedBy } = props.view;
  const { kind, metadata } = manifest;
  const { namespace = 'default', creationTimestamp } = metadata;
  if (!creationTimestamp) return null;
  const values = { kind, namespace, day: formatDay(creationTimestamp, t) };
  if (!requestedBy) {
    return <Text color="secondary">{t('resource.summary', values)}</Text>;
  }
  const [before, after] = t('resource.summaryBy', {
    ...values,
    who: PERSON,
  }).split(PERSON);
  return (
    <Text color="secondary">
      {before}
      <OwnerLink owner={requestedBy} />
      {after}
    </Text>
  );
}
