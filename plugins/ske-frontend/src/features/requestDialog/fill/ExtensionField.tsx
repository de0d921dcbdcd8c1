import { useMemo, useRef, type ComponentType } from 'react';
import { Form } from '@backstage/plugin-scaffolder-react/alpha';
import type { JsonObject, JsonValue } from '@backstage/types';
import { customizeValidator } from '@rjsf/validator-ajv8';
import { Description } from '../../../form/Description';
import { useFormApi, type FieldProps } from '../../../form/FormApi';
import { useFieldStyles } from '../../../form/fieldStyles';
import { NO_REASON } from '../../../form/lock';
import { messagesIn } from '../../../form/problemTree';
import { fieldId, idPart } from '../../../form/values';
import { useT } from '../../../translations/useT';
import { EntityInput, isEntityField } from './EntityInput';
import { componentsOf, type FieldExtension } from '../template/fieldExtensions';
import { splitHints } from '../template/splitHints';
import type { RequestForm } from '../formState/useRequestForm';

const validator = customizeValidator();

/** Fills in nothing: what a form of ours holds comes from whoever fills it in. */
const NO_DEFAULTS = {
  emptyObjectFields: 'skipDefaults',
  arrayMinItems: { populate: 'never' },
} as const;

/**
 * Draws a field extension of the app, such as an entity picker: in a form of the
 * scaffolder that has this one field, because that is what extensions are made for.
 */
export function useExtensionInput(
  fields: FieldExtension[],
  values: JsonObject,
): ComponentType<FieldProps> {
  const components = useMemo(() => componentsOf(fields), [fields]);
  const currentValues = useRef(values);
  currentValues.current = values;
  return useMemo(
    () =>
      function ForeignField(props: FieldProps) {
        const t = useT();
        const classes = useFieldStyles();
        const { set } = useFormApi();
        const { schema, path, title, value, required, locked } = props;
        // rjsf builds the control's id from this name.
        const name = idPart(path.at(-1) ?? title);
        const [bareSchema, hints] = useMemo(() => splitHints(schema), [schema]);
        if (isEntityField(schema)) return <EntityInput {...props} />;
        return (
          <div className={classes.frame}>
            <Form
              tagName="div"
              EXPERIMENTAL_theme="bui"
              idPrefix={fieldId('root', path.slice(0, -1))}
              validator={validator}
              schema={{
                type: 'object',
                properties: { [name]: { title, ...bareSchema } as JsonObject },
                required: required ? [name] : [],
              }}
              uiSchema={{ [name]: hints }}
              formData={value === undefined ? {} : { [name]: value }}
              formContext={{ formData: currentValues.current }}
              fields={components}
              readonly={locked !== undefined}
              disabled={locked !== undefined}
              showErrorList={false}
              noHtml5Validate
              experimental_defaultFormStateBehavior={NO_DEFAULTS}
              onChange={({ formData }) => {
                const next = (formData as JsonObject | undefined)?.[name];
                if (next !== value) set(path, next);
              }}
            >
              <></>
            </Form>
            {locked && (
              <Description
                id={`${fieldId('root', path)}__description`}
                text={locked === NO_REASON ? t('dialog.locked') : locked}
              />
            )}
            <div
              id={`${fieldId('root', path)}__error`}
              className={classes.error}
            >
              {messagesIn(props.problems).map(message => (
                <div key={message}>{message}</div>
              ))}
            </div>
          </div>
        );
      },
    [components],
  );
}

/** A page with conditions between its fields, drawn by the scaffolder's own form. */
export function ExtensionPage(props: {
  schema: JsonObject;
  fields: FieldExtension[];
  form: RequestForm;
}) {
  const { schema, fields, form } = props;
  const components = useMemo(() => componentsOf(fields), [fields]);
  const [bareSchema, hints] = useMemo(() => splitHints(schema), [schema]);
  const { spec, ...values } = form.values;
  return (
    <Form
      tagName="div"
      EXPERIMENTAL_theme="bui"
      validator={validator}
      schema={bareSchema}
      uiSchema={hints}
      formData={values}
      formContext={{ formData: form.values }}
      fields={components}
      showErrorList={false}
      noHtml5Validate
      experimental_defaultFormStateBehavior={{ allOf: 'populateDefaults' }}
      // Without an id it is the form filling in defaults, not a person.
      onChange={({ formData }, id) =>
        form.change(
          {
            ...(formData as Record<string, JsonValue>),
            ...(spec === undefined ? {} : { spec }),
          },
          id !== undefined,
        )
      }
    >
      <></>
    </Form>
  );
}
