import { Alert } from '@backstage/ui';
import { useStyles } from '../../../components/styles';
import { useT } from '../../../translations/useT';
import type { StartNote } from '../formState/startOf';

/** Where the form's values come from, and what was not taken over. */
export function StartedFrom(props: { note: StartNote }) {
  const t = useT();
  const classes = useStyles();
  const { name, secrets, unique } = props.note;
  const lines = [
    secrets.length > 0 &&
      t('dialog.likeSecrets', { fields: secrets.join(', ') }),
    unique.length > 0 && t('dialog.likeUnique', { fields: unique.join(', ') }),
    t('dialog.likeName'),
  ].filter(line => line !== false);
  return (
    <Alert
      role="status"
      status="info"
      icon
      title={t('dialog.like', { name })}
      description={
        <ul className={classes.plainList}>
          {lines.map(line => (
            <li key={line}>{line}</li>
          ))}
        </ul>
      }
    />
  );
}
