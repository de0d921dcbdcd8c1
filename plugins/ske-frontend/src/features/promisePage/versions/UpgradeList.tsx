import { useState } from 'react';
import { Button, Checkbox, Text } from '@backstage/ui';
import type {
  OfferingVersion,
  ResourceSummary,
} from '@syntasso/plugin-ske-common';
import { useStyles } from '../../../components/styles';
import { useT, type T } from '../../../translations/useT';
import { messageOf } from '../../../utils/messageOf';
import { useUpgrades, type UpgradeState } from './useUpgrades';

/** Resources that run an older version: what would refuse the newer one, and the way to it. */
export function UpgradeList(props: {
  rows: ResourceSummary[];
  to: OfferingVersion;
}) {
  const t = useT();
  const classes = useStyles();
  const { rows, to } = props;
  const { version } = to;
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const upgrades = useUpgrades(to);
  const { states, isRunning } = upgrades;
  const choose = (uid: string, isChosen: boolean) => {
    const next = new Set(chosen);
    if (isChosen) next.add(uid);
    else next.delete(uid);
    setChosen(next);
  };
  const isUpgraded = ({ uid }: ResourceSummary) =>
    states.get(uid)?.kind === 'upgraded';
  const chosenRows = rows.filter(
    row => chosen.has(row.uid) && !isUpgraded(row),
  );
  return (
    <div className={classes.column}>
      <Text as="p" variant="body-small">
        {t('versions.binds', { version })}
      </Text>
      <ul className={classes.rows} aria-label={t('versions.older')}>
        {rows.map(row => (
          <li key={row.uid} data-upgrade={states.get(row.uid)?.kind}>
            <div className={classes.spread}>
              <Checkbox
                isSelected={chosen.has(row.uid)}
                isDisabled={isRunning || isUpgraded(row)}
                onChange={isChosen => choose(row.uid, isChosen)}
              >
                {nameOf(row)}
              </Checkbox>
              <Text variant="body-small">{row.promiseVersion}</Text>
            </div>
            <div aria-live="polite">
              <Text variant="body-small">
                {stateText(states.get(row.uid), version, t)}
              </Text>
            </div>
          </li>
        ))}
      </ul>
      <div className={classes.inline}>
        <Button
          size="small"
          variant="secondary"
          isDisabled={isRunning || !to.spec}
          onPress={() => upgrades.check(rows)}
        >
          {t('versions.check', { version })}
        </Button>
        <Button
          size="small"
          variant="primary"
          isDisabled={isRunning || chosenRows.length === 0}
          onPress={() => upgrades.upgrade(chosenRows)}
        >
          {t('versions.upgrade', { count: chosenRows.length, version })}
        </Button>
        {isRunning && (
          <Button size="small" variant="secondary" onPress={upgrades.stop}>
            {t('versions.stop')}
          </Button>
        )}
      </div>
    </div>
  );
}

const nameOf = ({ ref }: ResourceSummary) =>
  [ref.namespace, ref.name].filter(Boolean).join('/');

/** A line of its own for each row, also while there is nothing to say: nothing jumps. */
const NOTHING = '\u00a0';

function stateText(
  state: UpgradeState | undefined,
  version: string,
  t: T,
): string {
  switch (state?.kind) {
    case 'checking':
      return t('versions.checking');
    case 'fits':
      return t('versions.fits', { version });
    case 'refused':
      return t('versions.refused', {
        version,
        problems: state.problems
          .map(({ key, values }) => t(key, values))
          .join('; '),
      });
    case 'upgrading':
      return t('versions.upgrading', { version });
    case 'upgraded':
      return t('versions.upgraded', { version });
    case 'failed':
      return messageOf(state.error);
    default:
      return NOTHING;
  }
}
