import { Text } from '@backstage/ui';
import type { ResourceView } from '@syntasso/plugin-ske-common';
import { refOf } from '@syntasso/plugin-ske-common';
import { useStyles } from '../../components/styles';
import { useT } from '../../translations/useT';
import { OperateButton } from './OperateButton';

const NOT_SET = 'not-set';

/** Whether its Promise has versions at all. */
export const hasVersion = ({ version: { running } }: ResourceView) =>
  running !== undefined && running !== NOT_SET;

/** Which version it runs, and the way to a newer one where there is one. */
export function RunningVersion(props: { view: ResourceView }) {
  const t = useT();
  const classes = useStyles();
  const { version, manifest } = props.view;
  const { running, latest } = version;
  return (
    <div className={classes.column}>
      <span className={classes.inline}>
        {running}
        {version.upgrade === 'running' && (
          <Text variant="body-small" color="secondary">
            {t('version.upgrading', { version: version.bound ?? '' })}
          </Text>
        )}
      </span>
      {version.upgrade === 'failed' && (
        <Text variant="body-small" weight="bold">
          {t('version.failed', { message: version.message ?? '' })}
        </Text>
      )}
      {version.upgrade === 'possible' && latest && (
        <div className={classes.inline}>
          <Text variant="body-small">
            {t('about.newer', { version: latest })}
          </Text>
          <OperateButton
            // Another version is another question.
            key={latest}
            resource={refOf(manifest)}
            variant="secondary"
            label={t('version.upgrade')}
            done={t('version.asked')}
            operate={api => api.upgrade(refOf(manifest), latest)}
          />
        </div>
      )}
    </div>
  );
}
