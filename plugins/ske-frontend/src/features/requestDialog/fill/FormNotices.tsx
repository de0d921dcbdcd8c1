import { Alert, Button } from '@backstage/ui';
import { Age } from '../../../components/Age';
import { ProblemList } from '../../../components/ProblemList';
import { useT } from '../../../translations/useT';
import type { PlacedProblems } from '../problems/placeProblems';

/** What was filled in before, and not sent. */
export function Restored(props: {
  at: string;
  /** Those that have to be typed again. */
  secrets: string[];
  onStartAfresh: () => void;
}) {
  const t = useT();
  const { secrets } = props;
  return (
    <Alert
      role="status"
      status="info"
      icon
      title={t('dialog.restored')}
      description={
        <>
          <Age since={props.at} />
          {secrets.length > 0 && (
            <div>{t('dialog.secretsLost', { fields: secrets.join(', ') })}</div>
          )}
        </>
      }
      customActions={
        <Button size="small" variant="secondary" onPress={props.onStartAfresh}>
          {t('dialog.startAfresh')}
        </Button>
      }
    />
  );
}

/** What the platform has said; what is about a field is said there again. */
export function DryRunProblems({
  dryRunProblems,
}: {
  dryRunProblems: PlacedProblems;
}) {
  const t = useT();
  return (
    <Alert
      role="alert"
      status="danger"
      icon
      title={t('dialog.refusedFields', {
        count: String(
          dryRunProblems.atFields.length + dryRunProblems.others.length,
        ),
      })}
      description={
        dryRunProblems.others.length > 0 && (
          <ProblemList problems={dryRunProblems.others} />
        )
      }
    />
  );
}
