import {
  useCallback,
  useEffect,
  useMemo,
  useRef,
  useState,
  type ComponentType,
} from 'react';
import type { ApiHolder } from '@backstage/core-plugin-api';
import {
  deepEquals,
  type FieldProps as ScaffolderFieldProps,
} from '@rjsf/utils';
import type { JsonObject, JsonValue } from '@backstage/types';
import {
  asText,
  describeHealthReason,
  isObject,
  PROMISE_KEYWORD,
} from '@syntasso/plugin-ske-common';
import { skeApiRef } from '../api/SkeApi';
import { messages } from '../translations/messages';
import { useT } from '../translations/useT';
import { Availability } from './Availability';
import { Field } from './Field';
import { mergeHints } from './mergeHints';
import { useFieldId, useFormApi, type FieldProps } from './FormApi';
import { FormProvider, type Unreadable } from './FormProvider';
import { OnScaffolderCard } from './OnScaffolderCard';
import { emptyValue, kindOf, titleOf } from './fieldSchema';
import {
  findChangedByScaffolder,
  isPadded,
  padded,
  unpadded,
  withoutInventions,
} from './padding';
import { treeOf } from './problemTree';
import { problemsOf, type ValueProblem } from './validate';
import { completed } from './values';

const NOWHERE: string[] = [];
const SPEC = ['spec'];

/** What cannot be read in the forms that are open; nothing of it may be sent. */
const openForms = new Set<Unreadable>();

/** Our fields as the scaffolder's forms have them, such as on the Create page. */
export function SchemaField(props: ScaffolderFieldProps) {
  const t = useT();
  const {
    schema: schemaWithoutHints,
    uiSchema,
    idSchema,
    name,
    required,
  } = props;
  const { formData, onChange } = props;
  // The scaffolder makes both anew each time that it draws.
  const stableSchema = useSameWhenEqual(schemaWithoutHints as JsonObject);
  const hints = useSameWhenEqual(uiSchema as JsonObject | undefined);
  const schema = useMemo(
    () => mergeHints(stableSchema, hints),
    [stableSchema, hints],
  );
  const [unreadable] = useState<Unreadable>(() => new Map());
  useEffect(() => {
    openForms.add(unreadable);
    return () => {
      openForms.delete(unreadable);
    };
  }, [unreadable]);

  // A spec is always sent; what may stand beside it only when it is given.
  const empty = useMemo(
    () => (name === 'spec' ? emptyValue(schema) : undefined),
    [name, schema],
  );
  const [first] = useState(() => begin(schema, formData) ?? empty);
  const isStarted = useRef(false);
  // The first values are the scaffolder's own inventions; later ones are ours,
  // and come back as new objects each time.
  const value = useSameWhenEqual(
    isStarted.current ? unpadded(schema, formData) : first,
  );
  const change = useCallback(
    (next: JsonValue | undefined) => {
      isStarted.current = true;
      onChange(padded(schema, completed(schema, next ?? empty)));
    },
    [schema, empty, onChange],
  );
  useEffect(() => {
    change(first);
    // Once: it makes of the first values what they should have been.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, []);

  const hasProblems = hasErrors(props.errorSchema);
  const problems = useMemo(
    () =>
      hasProblems
        ? treeOf(
            problemsOnPage(schema, value).map(({ path, key, values }) => ({
              path,
              message: t(key, values),
            })),
          )
        : undefined,
    [hasProblems, schema, value, t],
  );
  const Foreign = useForeign(props);
  const promise = asText(schema[PROMISE_KEYWORD]);
  return (
    <OnScaffolderCard>
      {promise !== undefined && <Availability promise={promise} />}
      <FormProvider
        rootId={idSchema.$id}
        prefix={name === 'spec' ? SPEC : NOWHERE}
        value={value}
        schema={schema}
        base={undefined}
        Foreign={Foreign}
        unreadable={unreadable}
        onChange={change}
      >
        <Field
          schema={schema}
          path={NOWHERE}
          title={titleOf(schema, name)}
          bare={name === 'spec' && kindOf(schema) === 'object'}
          value={value}
          required={required ?? false}
          problems={problems}
          locked={
            props.disabled || props.readonly ? t('dialog.locked') : undefined
          }
        />
      </FormProvider>
    </OnScaffolderCard>
  );
}

/**
 * What the scaffolder asks before it goes on: nothing that is typed and cannot
 * be read may be left behind, the checks of Kubernetes hold, and the Promise takes
 * requests.
 */
export async function validateSchemaField(
  value: JsonValue | undefined,
  validation: { addError: (message: string) => void },
  context: {
    schema?: JsonObject;
    uiSchema?: JsonObject;
    apiHolder?: ApiHolder;
  },
): Promise<void> {
  for (const unreadable of openForms) {
    for (const { message } of unreadable.values()) validation.addError(message);
  }
  if (!context.schema) return;
  const schema = mergeHints(context.schema, context.uiSchema);
  const [problem] = problemsOnPage(schema, unpadded(schema, value));
  if (problem) validation.addError(inEnglish(problem));
  const refusal = await findRefusal(schema, context.apiHolder);
  if (refusal) validation.addError(refusal);
}

/** Why the Promise of a page takes no requests; where nobody knows, the action decides. */
async function findRefusal(
  schema: JsonObject,
  apis: ApiHolder | undefined,
): Promise<string | undefined> {
  const promise = asText(schema[PROMISE_KEYWORD]);
  const ske = apis?.get(skeApiRef);
  if (promise === undefined || !ske) return undefined;
  const offerings = await ske.offerings().catch(() => []);
  const offering = offerings.find(({ name }) => name === promise);
  if (!offering) return undefined;
  const { available, create, health } = offering;
  if (!available) return describeHealthReason(health.reason);
  return create.allowed ? undefined : create.reason;
}

/** What is wrong with a value, and what the scaffolder's form would make wrong. */
function problemsOnPage(
  schema: JsonObject,
  value: JsonValue | undefined,
): ValueProblem[] {
  const completedValue = completed(schema, value);
  return [
    ...problemsOf(schema, completedValue),
    ...findChangedByScaffolder(completedValue),
  ];
}

/** The wizard's own list is not translated; the field says it in the reader's language. */
function inEnglish({ key, values }: ValueProblem): string {
  const text = messages.field[key.slice('field.'.length) as 'rule'];
  return text.replace(/\{\{(\w+)\}\}/g, (_, name) => values[name] ?? '');
}

/** A field extension within our fields is drawn by the form around them. */
function useForeign({ registry }: ScaffolderFieldProps) {
  const currentRegistry = useRef(registry);
  currentRegistry.current = registry;
  return useMemo<ComponentType<FieldProps>>(
    () =>
      function Foreign({ schema, path, title, value, required }) {
        const { SchemaField: TheirField } = currentRegistry.current.fields;
        const { set } = useFormApi();
        const id = useFieldId(path);
        return (
          <TheirField
            {...({} as ScaffolderFieldProps)}
            name={path.at(-1) ?? title}
            schema={schema}
            uiSchema={schema as never}
            idSchema={{ $id: id } as never}
            formData={value}
            required={required}
            registry={currentRegistry.current}
            onChange={(next: JsonValue | undefined) => set(path, next)}
            onBlur={() => {}}
            onFocus={() => {}}
          />
        );
      },
    [],
  );
}

function begin(
  schema: JsonObject,
  formData: JsonValue | undefined,
): JsonValue | undefined {
  const values = isPadded(formData)
    ? unpadded(schema, formData)
    : withoutInventions(schema, unpadded(schema, formData));
  return isObject(values) && Object.keys(values).length === 0
    ? undefined
    : values;
}

/** The same object as long as it says the same. */
function useSameWhenEqual<T>(value: T): T {
  const stable = useRef(value);
  if (stable.current !== value && !deepEquals(stable.current, value)) {
    stable.current = value;
  }
  return stable.current;
}

const hasErrors = (errors: unknown): boolean =>
  typeof errors === 'object' &&
  errors !== null &&
  Object.entries(errors).some(([key, value]) =>
    key === '__errors'
      ? Array.isArray(value) && value.length > 0
      : hasErrors(value),
  );
