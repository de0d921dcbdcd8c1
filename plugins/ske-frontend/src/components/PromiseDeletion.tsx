import { Text } from '@backstage/ui';
import { firstResources, type OfferingView } from '@syntasso/plugin-ske-common';
import { useLiveResources } from '../hooks/useLive';
import { useT } from '../translations/useT';
import { DeletionWait } from './DeletionWait';
import { Stages } from './Stages';

/** How far the deletion of a Promise is, and what it waits for; nothing if none has begun. */
export function PromiseDeletion(props: { view: OfferingView }) {
  const { ref, deletion } = props.view;
  if (!deletion) return null;
  const { since, stages, finalizers } = deletion;
  const waitsForResources = stages.some(
    ({ name, state }) => name === 'resources' && state !== 'done',
  );
  return (
    <>
      <Stages stages={stages} />
      {waitsForResources && <ResourcesLeft promise={ref.name} />}
      <DeletionWait
        metadata={{ deletionTimestamp: since, finalizers }}
        of="offering"
      />
    </>
  );
}

/** How many of its Resources are still there, as far as the person may see them. */
function ResourcesLeft(props: { promise: string }) {
  const t = useT();
  const { shown: page } = useLiveResources(props.promise, firstResources);
  if (!page || page.total === 0) return null;
  return <Text as="p">{t('del.resourcesLeft', { count: page.total })}</Text>;
}
