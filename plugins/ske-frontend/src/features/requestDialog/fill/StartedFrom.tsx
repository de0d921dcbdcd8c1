import { Alert } from '@backstage/ui';
import { useStyles } from '../../../components/styles';
import { useT, type T } from '../../../translations/useT';
import { formatMoment } from '../../../utils/formatTime';
import type { StartNote } from '../formState/startOf';

/** Where the form's values come from, and what was not taken over. */
export function StartedFrom(props: { note: StartNote }) {
  const t = useT();
  const classes = useStyles();
  const { note } = props;
  const title =
    note.kind === 'like'
      ? t('dialog.like', { name: note.name })
      : t('dialog.earlier', { moment: formatMoment(note.recordedAt) });
  const lines = linesOf(note, t);
  return (
    <Alert
      role="status"
      status="info"
      icon
      title={title}
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

function linesOf(note: StartNote, t: T): string[] {
  const listed = (
    fields: string[],
    text: (fieldList: { fields: string }) => string,
  ) => (fields.length > 0 ? [text({ fields: fields.join(', ') })] : []);
  return note.kind === 'like'
    ? [
        ...listed(note.secrets, fields => t('dialog.likeSecrets', fields)),
        ...listed(note.unique, fields => t('dialog.likeUnique', fields)),
        t('dialog.likeName'),
      ]
    : [
        ...listed(note.locked, fields => t('dialog.earlierLocked', fields)),
        ...listed(note.kept, fields => t('dialog.earlierKept', fields)),
        ...listed(note.missing, fields => t('dialog.earlierMissing', fields)),
        t('dialog.earlierReview'),
      ];
}
