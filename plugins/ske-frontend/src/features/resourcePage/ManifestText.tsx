import { useMemo } from 'react';
import { Text } from '@backstage/ui';
import {
  maskStoredSecretMarks,
  type Manifest,
} from '@syntasso/plugin-ske-common';
import { stringify } from 'yaml';
import { Code } from '../../components/Code';
import { CopyButton } from '../../components/CopyButton';
import { useStyles } from '../../components/styles';
import { localeOf } from '../../translations/localeOf';
import { useT, type T } from '../../translations/useT';
import { beginningOf } from '../../utils/beginningOf';
import { manifestToApply } from './manifestToApply';

/** Characters that a browser draws without anybody noticing. */
const SHOWN = 100_000;

/** The manifest as YAML, to read and to copy. A huge one is shown in part. */
export function ManifestText(props: { manifest: Manifest }) {
  const t = useT();
  const classes = useStyles();
  const { manifest } = props;
  const text = useMemo(
    () => stringify(maskStoredSecretMarks(manifest)),
    [manifest],
  );
  const textToCopy = useMemo(
    () =>
      manifestToApply(manifest, fields =>
        t('resource.secretsLeftOut', { fields }),
      ),
    [manifest, t],
  );
  return (
    <div className={classes.column}>
      <div className={classes.spread}>
        <CopyButton withText text={textToCopy} label={t('resource.manifest')} />
        {text.length > SHOWN && (
          <Text variant="body-small" color="secondary">
            {t('resource.shortened', {
              shown: kilobytes(SHOWN, t),
              all: kilobytes(text.length, t),
            })}
          </Text>
        )}
      </div>
      <Code label={t('resource.manifest')}>{beginningOf(text, SHOWN)}</Code>
    </div>
  );
}

const kilobytes = (characters: number, t: T) =>
  new Intl.NumberFormat(localeOf(t), {
    style: 'unit',
    unit: 'kilobyte',
    maximumFractionDigits: 0,
  }).format(characters / 1_000);
