import { Button, Text } from '@backstage/ui';
import type { JsonObject, JsonValue } from '@backstage/types';
import { useTemplateSecrets } from '@backstage/plugin-scaffolder-react';
import {
  fillSecrets,
  maskSecrets,
  maskStoredSecretMarks,
  type Manifest,
} from '@syntasso/plugin-ske-common';
import { stringify } from 'yaml';
import { Diff } from '../../../components/Diff';
import { ConfirmAlert } from '../../../components/ConfirmAlert';
import { useStyles } from '../../../components/styles';
import { useT } from '../../../translations/useT';
import { storedAmong } from '../formState/formState';
import type { FormSections } from '../template/sections';
import { partsOf } from '../template/dialogTarget';
import { mergeMineOntoTheirs } from './threeWay';
import type { RequestForm } from '../formState/useRequestForm';

/** Somebody else was faster: what they have changed, and what I have. */
export function Conflict(props: {
  form: RequestForm;
  base: Manifest;
  theirs: Manifest;
  sections: FormSections;
}) {
  const t = useT();
  const classes = useStyles();
  const { secrets } = useTemplateSecrets();
  const { form, base, theirs } = props;
  const { schema, parts } = props.sections;
  const partsBefore = partsOf(base, parts);
  const partsNow = partsOf(theirs, parts);
  // What stands for secrets of the platform, as the others have it.
  const myParts = fillSecrets(
    partsOf(form.values, parts),
    Object.fromEntries(storedAmong(secrets)),
  ).value;
  const { merged, both: bothChanged } = mergeMineOntoTheirs(
    partsBefore,
    partsNow,
    myParts,
    schema,
  );
  const maskParts = (values: JsonObject) =>
    maskSecrets(maskStoredSecretMarks(values));
  const maskedVersions = {
    before: maskParts(partsBefore),
    now: maskParts(partsNow),
    mine: maskParts(myParts),
  };
  // Most have nothing but a spec: then it needs no heading.
  const text = (values: JsonObject) =>
    yaml(parts.length === 1 ? values.spec ?? {} : values);
  const asText = (value: unknown) =>
    value === undefined
      ? t('dialog.nothing')
      : yaml(maskParts({ value: value as JsonValue }).value).trim();
  return (
    <div className={classes.column}>
      <ConfirmAlert
        title={t('dialog.conflict')}
        text={t('dialog.conflictText')}
      >
        <Button
          size="small"
          variant="primary"
          onPress={() => form.rebase(theirs, merged)}
        >
          {t('dialog.mineOnTop')}
        </Button>
        <Button
          size="small"
          variant="secondary"
          onPress={() => form.rebase(theirs, partsNow)}
        >
          {t('dialog.takeTheirs')}
        </Button>
      </ConfirmAlert>
      {bothChanged.length > 0 && (
        <>
          <Text as="h3" weight="bold">
            {t('dialog.both')}
          </Text>
          <ul className={classes.plainList}>
            {bothChanged.map(field => (
              <li key={field.path}>
                <Text as="p">
                  {t('dialog.bothField', {
                    field: field.path.replace(/^spec\./, ''),
                    before: asText(field.before),
                    theirs: asText(field.theirs),
                    mine: asText(field.mine),
                  })}
                </Text>
              </li>
            ))}
          </ul>
        </>
      )}
      <Text as="h3" weight="bold">
        {t('dialog.theirs')}
      </Text>
      <Diff
        label={t('dialog.theirs')}
        before={text(maskedVersions.before)}
        after={text(maskedVersions.now)}
      />
      <Text as="h3" weight="bold">
        {t('dialog.mine')}
      </Text>
      <Diff
        label={t('dialog.mine')}
        before={text(maskedVersions.before)}
        after={text(maskedVersions.mine)}
      />
    </div>
  );
}

const yaml = (value: unknown) => stringify(value, { lineWidth: 0 });
