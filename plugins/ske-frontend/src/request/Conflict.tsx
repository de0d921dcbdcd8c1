import { Button, Text } from '@backstage/ui';
import type { JsonObject } from '@backstage/types';
import { useTemplateSecrets } from '@backstage/plugin-scaffolder-react';
import {
  fillSecrets,
  maskSecrets,
  type Manifest,
} from '@syntasso/plugin-ske-common';
import { stringify } from 'yaml';
import { Diff } from '../parts/Diff';
import { Question } from '../parts/Question';
import { useStyles } from '../parts/styles';
import { useT } from '../translations/useT';
import { maskedBy, maskedLike } from '../form/secretValues';
import { mineOnTop } from './threeWay';
import type { RequestForm } from './useRequestForm';

/** Somebody else was faster: what they have changed, and what I have. */
export function Conflict(props: {
  form: RequestForm;
  base: Manifest;
  theirs: Manifest;
  /** Of the form's values. */
  schema: JsonObject;
}) {
  const t = useT();
  const classes = useStyles();
  const { secrets } = useTemplateSecrets();
  const { form, base, theirs } = props;
  const before = (base.spec ?? {}) as JsonObject;
  const now = (theirs.spec ?? {}) as JsonObject;
  const mine = (form.values.spec ?? {}) as JsonObject;
  const { merged } = mineOnTop(
    namedLike(before, mine, secrets),
    namedLike(now, mine, secrets),
    mine,
  );
  const masked = (spec: JsonObject) =>
    maskedBy(props.schema, { spec: maskedLike(spec, mine) }).spec;
  const shown = {
    before: masked(before),
    now: masked(now),
    mine: maskSecrets(mine),
  };
  const { both } = mineOnTop(shown.before, shown.now, shown.mine);
  const told = (value: unknown) =>
    value === undefined ? t('dialog.nothing') : yaml(value).trim();
  return (
    <div className={classes.column}>
      <Question title={t('dialog.conflict')} text={t('dialog.conflictText')}>
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
          onPress={() => form.rebase(theirs, now)}
        >
          {t('dialog.takeTheirs')}
        </Button>
      </Question>
      {both.length > 0 && (
        <>
          <Text as="h3" weight="bold">
            {t('dialog.both')}
          </Text>
          <ul className={classes.plainList}>
            {both.map(field => (
              <li key={field.path}>
                <Text as="p">
                  {t('dialog.bothField', {
                    field: field.path,
                    before: told(field.before),
                    theirs: told(field.theirs),
                    mine: told(field.mine),
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
        before={yaml(shown.before)}
        after={yaml(shown.now)}
      />
      <Text as="h3" weight="bold">
        {t('dialog.mine')}
      </Text>
      <Diff
        label={t('dialog.mine')}
        before={yaml(shown.before)}
        after={yaml(shown.mine)}
      />
    </div>
  );
}

const yaml = (value: unknown) => stringify(value, { lineWidth: 0 });

/** A spec of the platform, with the form's names where its secrets are the same. */
function namedLike(
  spec: JsonObject,
  form: JsonObject,
  secrets: Record<string, string>,
): JsonObject {
  const filled = fillSecrets(form, secrets).value;
  const walk = (value: unknown, full: unknown, named: unknown): unknown => {
    if (value === full && value !== named) return named;
    if (Array.isArray(value)) {
      return value.map((item, index) =>
        walk(item, at(full, index), at(named, index)),
      );
    }
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(
      Object.entries(value).map(([key, item]) => [
        key,
        walk(item, at(full, key), at(named, key)),
      ]),
    );
  };
  return walk(spec, filled, form) as JsonObject;
}

const at = (value: unknown, key: string | number) =>
  typeof value === 'object' && value !== null
    ? (value as Record<string | number, unknown>)[key]
    : undefined;
