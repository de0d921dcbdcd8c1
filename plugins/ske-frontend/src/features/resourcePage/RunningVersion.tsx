import { Text } from '@backstage/ui';
import { refOf, type ResourceView } from '@syntasso/plugin-ske-common';
import { useStyles } from '../../components/styles';
import { useT } from '../../translations/useT';
import { OperateAction } from '../nextActions/OperateAction';
import { OperateButton } from '../nextActions/OperateButton';
import { versionChoicesOf } from '../nextActions/versionChoices';

/** Whether its Promise has versions at all. */
export const hasVersion = ({ version: { running } }: ResourceView) =>
  running !== undefined;

/** Which version it runs, and the way to a newer one where there is one. */
export function RunningVersion(props: { view: ResourceView }) {
  const t = useT();
  const classes = useStyles();
  const { version, manifest } = props.view;
  const { running, latest, installed, wanted = '' } = version;
  return (
    <div className={classes.column}>
      <span className={classes.inline}>
        {running}
        {version.upgrade === 'running' && (
          <Text variant="body-small" color="secondary">
            {t('version.upgrading', { version: wanted })}
          </Text>
        )}
      </span>
      {version.upgrade === 'failed' && (
        <Text variant="body-small" weight="bold">
          {t('version.failed', {
            version: wanted,
            message: version.message ?? '',
          })}
        </Text>
      )}
      {version.upgrade === 'notInstalled' && (
        <Text variant="body-small" weight="bold">
          {t('version.notInstalled', {
            version: wanted,
            installed: installed.join(', '),
          })}
        </Text>
      )}
      {(version.upgrade === 'failed' || version.upgrade === 'notInstalled') && (
        <div className={classes.inline}>
          {versionChoicesOf(props.view, t).map(choice => (
            <OperateButton
              // What failed may be asked for again after another failure.
              key={`${choice.version} ${wanted}`}
              resource={refOf(manifest)}
              variant="secondary"
              label={choice.label}
              done={choice.chosen}
              operate={choice.choose}
            />
          ))}
        </div>
      )}
      {version.upgrade === 'possible' && latest && (
        <div className={classes.inline}>
          <Text variant="body-small">
            {t('about.newer', { version: latest })}
          </Text>
          <OperateAction
            action="upgrade"
            view={props.view}
            variant="secondary"
          />
        </div>
      )}
    </div>
  );
}
