import { useMemo } from 'react';
import { Text } from '@backstage/ui';
import {
  schemaChanges,
  type OfferingVersion,
} from '@syntasso/plugin-ske-common';
import { useStyles } from '../../../components/styles';
import { useT } from '../../../translations/useT';
import { changeText } from './changeText';

/** What the form of one version has that the one of another has not, in words. */
export function VersionChanges(props: {
  from: OfferingVersion;
  to: OfferingVersion;
}) {
  const t = useT();
  const classes = useStyles();
  const { from, to } = props;
  const changes = useMemo(
    () =>
      from.spec && to.spec ? schemaChanges(from.spec, to.spec) : undefined,
    [from.spec, to.spec],
  );
  if (!changes) return null;
  const title = t('versions.changes', { from: from.version, to: to.version });
  return (
    <section className={classes.column} aria-label={title}>
      <Text as="h4" weight="bold">
        {title}
      </Text>
      {changes.length === 0 ? (
        <Text as="p">{t('versions.noChanges')}</Text>
      ) : (
        <ul className={classes.rows}>
          {changes.map(change => (
            <li key={JSON.stringify(change)}>{changeText(change, t)}</li>
          ))}
        </ul>
      )}
    </section>
  );
}
