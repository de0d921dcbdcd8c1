import { useState } from 'react';
import { Alert, Button, DialogBody, DialogFooter } from '@backstage/ui';
import type { ParsedTemplateSchema } from '@backstage/plugin-scaffolder-react/alpha';
import type { JsonObject } from '@backstage/types';
import { isObject } from '@syntasso/plugin-ske-common';
import { Age } from '../parts/Age';
import { Problems } from '../parts/Problems';
import { useStyles } from '../parts/styles';
import { useT } from '../translations/useT';
import type { useFieldExtensions } from './fields';
import { FormStep } from './FormStep';
import { isNameAllowed } from './names';
import { standing, type PinnedProblems } from './pinned';
import { SpecEditor } from './SpecEditor';
import { Steps } from './Steps';
import { isTaken, type RequestSubject } from './subject';
import type { RequestForm } from './useRequestForm';

/** A page of the form, or all that it asks for as YAML; with the way on and back. */
export function FormPlace(props: {
  formId: string;
  pages: ParsedTemplateSchema[];
  page: number;
  subject: RequestSubject;
  fields: NonNullable<ReturnType<typeof useFieldExtensions>>;
  form: RequestForm;
  refused: PinnedProblems | undefined;
  /** To another page; after the last one, to the review. */
  onGo: (page: number) => void;
}) {
  const t = useT();
  const classes = useStyles();
  const { formId, pages, page, subject, form, refused, onGo } = props;
  const [asYaml, setAsYaml] = useState(false);
  const [yamlBroken, setYamlBroken] = useState(false);
  const specs = pages.map(specSchemaOf);
  const hasSpec = specs[page] !== undefined;
  const yaml = asYaml && hasSpec;
  const pinned = standing(refused?.pinned ?? [], page, form.values);
  // The YAML is of all pages together.
  const next = yaml ? specs.findLastIndex(Boolean) + 1 : page + 1;
  const previous = yaml ? specs.findIndex(Boolean) - 1 : page - 1;
  const last = next === pages.length;
  const taken = isTaken(subject, form.values);
  const name = form.values.objname;
  const allowed =
    typeof name !== 'string' ||
    name === '' ||
    isNameAllowed(pages[page].mergedSchema, name);
  return (
    <>
      <DialogBody>
        <div className={classes.column}>
          <div className={classes.spread}>
            <Steps current="form" />
            {hasSpec && (
              <Button
                size="small"
                variant="tertiary"
                isDisabled={yaml && yamlBroken}
                onPress={() => setAsYaml(!asYaml)}
              >
                {t(yaml ? 'dialog.showForm' : 'dialog.showYaml')}
              </Button>
            )}
          </div>
          {form.restored && <Restored form={form} at={form.restored} />}
          {refused && (pinned.length > 0 || refused.others.length > 0) && (
            <Refusal refused={refused} />
          )}
          {yaml ? (
            <SpecEditor
              spec={form.values.spec as JsonObject | undefined}
              schemas={specs.filter(schema => schema !== undefined)}
              onChange={spec => form.change({ ...form.values, spec }, true)}
              onBroken={setYamlBroken}
            />
          ) : (
            <FormStep
              // Each page is a form of its own; the values are kept above.
              key={`${page} ${form.restored ?? ''}`}
              id={formId}
              page={pages[page]}
              position={{ page: page + 1, pages: pages.length }}
              subject={subject}
              fields={props.fields}
              values={form.values}
              base={form.base}
              taken={taken}
              badName={!allowed}
              pinned={pinned}
              onChange={form.change}
              onValid={() => onGo(next)}
            />
          )}
        </div>
      </DialogBody>
      <DialogFooter>
        {previous >= 0 && (
          <Button variant="secondary" onPress={() => onGo(previous)}>
            {t('common.back')}
          </Button>
        )}
        <Button
          variant="primary"
          {...(yaml
            ? { isDisabled: yamlBroken, onPress: () => onGo(next) }
            : // A form says itself when it may go on.
              { isDisabled: taken || !allowed, type: 'submit', form: formId })}
        >
          {t(last ? 'dialog.review' : 'dialog.next')}
        </Button>
      </DialogFooter>
    </>
  );
}

/** What was filled in before, and not sent. */
function Restored(props: { form: RequestForm; at: string }) {
  const t = useT();
  return (
    <Alert
      role="status"
      status="info"
      icon
      title={t('dialog.restored')}
      description={<Age since={props.at} />}
      customActions={
        <Button
          size="small"
          variant="secondary"
          onPress={() => props.form.startAfresh()}
        >
          {t('dialog.startAfresh')}
        </Button>
      }
    />
  );
}

/** What the platform has said; what is about a field is said there again. */
function Refusal({ refused }: { refused: PinnedProblems }) {
  const t = useT();
  return (
    <Alert
      role="alert"
      status="danger"
      icon
      title={t('dialog.refusedFields', {
        count: String(refused.pinned.length + refused.others.length),
      })}
      description={
        refused.others.length > 0 && <Problems problems={refused.others} />
      }
    />
  );
}

/** What a page asks for of the spec, if anything. */
function specSchemaOf(page: ParsedTemplateSchema): JsonObject | undefined {
  const { properties } = page.schema;
  const spec = isObject(properties) ? properties.spec : undefined;
  return isObject(spec) ? (spec as JsonObject) : undefined;
}
