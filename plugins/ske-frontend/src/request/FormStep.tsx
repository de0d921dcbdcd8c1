import { useEffect, useMemo, useRef, useState } from 'react';
import { Alert, Text } from '@backstage/ui';
import { useApiHolder } from '@backstage/core-plugin-api';
import {
  createAsyncValidators,
  Form,
  type FormValidation,
  type ParsedTemplateSchema,
} from '@backstage/plugin-scaffolder-react/alpha';
import type { JsonObject, JsonValue } from '@backstage/types';
import { mergeObjects, type ErrorSchema } from '@rjsf/utils';
import type { Manifest } from '@syntasso/plugin-ske-common';
import { customizeValidator } from '@rjsf/validator-ajv8';
import { useT } from '../translations/useT';
import { componentsOf, missingFields, type useFieldExtensions } from './fields';
import { DEFAULTS_BEHAVIOUR } from './formDefaults';
import { useFormStyles } from './formStyles';
import { GroupTemplate } from './GroupTemplate';
import { locked } from './lock';
import { errorsOf, type Pinned } from './pinned';
import { refOfValues, type RequestSubject } from './subject';

const validator = customizeValidator();
const TEMPLATES = { ObjectFieldTemplate: GroupTemplate };

/** One page of the Template's form. */
export function FormStep(props: {
  id: string;
  page: ParsedTemplateSchema;
  position: { page: number; pages: number };
  subject: RequestSubject;
  fields: NonNullable<ReturnType<typeof useFieldExtensions>>;
  values: Record<string, JsonValue>;
  /** What an update began with. */
  base: Manifest | undefined;
  taken: boolean;
  /** Whether the name breaks the form's own rule. */
  badName: boolean;
  /** What the platform has said of fields of this page. */
  pinned: Pinned[];
  onChange: (values: Record<string, JsonValue>, byPerson: boolean) => void;
  onValid: () => void;
}) {
  const t = useT();
  const classes = useFormStyles();
  const apiHolder = useApiHolder();
  const { page, subject, fields, values, base, taken, badName, pinned } = props;
  const ground = useRef<HTMLDivElement>(null);
  const [errors, setErrors] = useState<FormValidation>();
  const components = useMemo(() => componentsOf(fields), [fields]);
  const uiSchema = useMemo(
    () =>
      subject.kind === 'update'
        ? locked(
            page.uiSchema,
            { spec: base?.spec },
            reason => reason ?? t('dialog.locked'),
            subject.requestsRepoUrl ? ['repoUrl'] : [],
          )
        : page.uiSchema,
    // A subject is drawn anew with each change on the platform.
    // eslint-disable-next-line react-hooks/exhaustive-deps
    [page.uiSchema, subject.kind, base, t],
  );
  const validate = useMemo(
    () =>
      createAsyncValidators(
        page.mergedSchema,
        Object.fromEntries(fields.map(f => [f.name, f.validation as never])),
        { apiHolder },
      ),
    [page.mergedSchema, fields, apiHolder],
  );
  const missing = missingFields(uiSchema, Object.keys(components));
  const ref = refOfValues(subject, values);
  const asksName = 'objname' in ((page.schema.properties ?? {}) as object);
  const { name, namespace = 'default', kind } = ref;
  const ofName = [
    ...(taken ? [t('dialog.taken', { kind, name, namespace })] : []),
    ...(badName ? [t('dialog.badName')] : []),
  ].map(message => ({ path: ['objname'], message }));
  const extraErrors = mergeObjects(
    (errors ?? {}) as ErrorSchema,
    errorsOf([...pinned, ...(asksName ? ofName : [])]),
    'preventDuplicates',
  ) as ErrorSchema;
  const [first] = pinned;
  useEffect(() => {
    if (first) focusField(ground.current, first.path);
    // Once, when the page is shown: who types is not sent elsewhere.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, []);

  const submit = async ({ formData }: { formData?: JsonObject }) => {
    const found = await validate(formData ?? {});
    if (hasErrors(found)) {
      setErrors(found);
      return;
    }
    setErrors(undefined);
    props.onValid();
  };
  return (
    <div className={classes.form} ref={ground}>
      <Text as="h3" weight="bold">
        {props.position.pages > 1
          ? t('dialog.page', { ...props.position, title: page.title })
          : page.title}
      </Text>
      {missing.map(field => (
        <Alert
          key={field}
          role="alert"
          status="warning"
          icon
          title={t('dialog.missingField', { field })}
        />
      ))}
      <Form
        id={props.id}
        EXPERIMENTAL_theme="bui"
        validator={validator}
        schema={page.schema}
        uiSchema={uiSchema}
        formData={values}
        formContext={{ formData: values }}
        fields={components}
        templates={TEMPLATES}
        extraErrors={extraErrors}
        showErrorList={false}
        focusOnFirstError
        noHtml5Validate
        experimental_defaultFormStateBehavior={DEFAULTS_BEHAVIOUR}
        // Without an id it is the form filling in defaults, not a person.
        onChange={(event, id) =>
          props.onChange({ ...values, ...event.formData }, id !== undefined)
        }
        onSubmit={event => void submit(event as { formData?: JsonObject })}
      >
        <></>
      </Form>
      {asksName && name && !taken && !badName && subject.kind === 'request' && (
        <Text variant="body-small" color="secondary" role="status">
          {t('dialog.free', { name, namespace })}
        </Text>
      )}
    </div>
  );
}

function hasErrors(validation: FormValidation): boolean {
  return Object.entries(validation).some(([key, value]) => {
    if (key === '__errors') return (value as unknown as string[]).length > 0;
    return (
      typeof value === 'object' &&
      value !== null &&
      hasErrors(value as FormValidation)
    );
  });
}

/** Puts the cursor into a field, or into the nearest one around it. */
function focusField(ground: HTMLElement | null, path: string[]) {
  for (let length = path.length; length > 0; length -= 1) {
    const id = ['root', ...path.slice(0, length)].join('_');
    const found = ground?.querySelector<HTMLElement>(
      ['', '-0', '__title'].map(end => `[id="${id}${end}"]`).join(', '),
    );
    const field = found?.matches('input, select, textarea, button')
      ? found
      : found?.querySelector<HTMLElement>('input, select, textarea, button');
    if (field) {
      field.focus();
      return;
    }
  }
}
