import { useMemo, useState } from 'react';
import { Alert, Text } from '@backstage/ui';
import { useApiHolder } from '@backstage/core-plugin-api';
import {
  createAsyncValidators,
  Form,
  type FormValidation,
  type ParsedTemplateSchema,
} from '@backstage/plugin-scaffolder-react/alpha';
import type { JsonObject, JsonValue } from '@backstage/types';
import type { ErrorSchema } from '@rjsf/utils';
import { customizeValidator } from '@rjsf/validator-ajv8';
import { useStyles } from '../parts/styles';
import { useT } from '../translations/useT';
import { componentsOf, missingFields, type useFieldExtensions } from './fields';
import { locked } from './lock';
import { refOfValues, type RequestSubject } from './subject';

const validator = customizeValidator();

/** One page of the Template's form. */
export function FormStep(props: {
  id: string;
  page: ParsedTemplateSchema;
  position: { page: number; pages: number };
  subject: RequestSubject;
  fields: NonNullable<ReturnType<typeof useFieldExtensions>>;
  values: Record<string, JsonValue>;
  taken: boolean;
  onChange: (values: Record<string, JsonValue>, byPerson: boolean) => void;
  onValid: () => void;
}) {
  const t = useT();
  const classes = useStyles();
  const apiHolder = useApiHolder();
  const { page, subject, fields, values, taken } = props;
  const [errors, setErrors] = useState<FormValidation>();
  const components = useMemo(() => componentsOf(fields), [fields]);
  const uiSchema = useMemo(
    () =>
      subject.kind === 'update'
        ? locked(
            page.uiSchema,
            t('dialog.locked'),
            subject.requestsRepoUrl ? ['repoUrl'] : [],
          )
        : page.uiSchema,
    [page.uiSchema, subject, t],
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
  const takenText = t('dialog.taken', { kind, name, namespace });
  const extraErrors = {
    ...(errors as ErrorSchema | undefined),
    ...(taken && asksName ? { objname: { __errors: [takenText] } } : {}),
  } as ErrorSchema;

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
    <div className={classes.column}>
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
        extraErrors={extraErrors}
        showErrorList={false}
        focusOnFirstError
        noHtml5Validate
        experimental_defaultFormStateBehavior={{ allOf: 'populateDefaults' }}
        // Without an id it is the form filling in defaults, not a person.
        onChange={(event, id) =>
          props.onChange({ ...values, ...event.formData }, id !== undefined)
        }
        onSubmit={event => void submit(event as { formData?: JsonObject })}
      >
        <></>
      </Form>
      {asksName && name && !taken && subject.kind === 'request' && (
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
