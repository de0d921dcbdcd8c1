import {
  Fragment,
  useEffect,
  useMemo,
  useRef,
  useState,
  type RefObject,
} from 'react';
import { Alert, Text } from '@backstage/ui';
import type { JsonObject, JsonValue } from '@backstage/types';
import { Field } from '../../../form/Field';
import { FieldBoundary } from '../../../form/FieldBoundary';
import { Properties } from '../../../form/fields/Properties';
import { useFieldStyles } from '../../../form/fieldStyles';
import { FindField } from '../../../form/FindField';
import { FormProvider, type Unreadable } from '../../../form/FormProvider';
import { kindOf, type Property } from '../../../form/fieldSchema';
import { useFocusOn } from '../../../form/useFocusOn';
import type { Path } from '../../../form/values';
import { useT } from '../../../translations/useT';
import { ExtensionPage, useExtensionInput } from './ExtensionField';
import {
  missingFields,
  type FieldExtension,
} from '../template/fieldExtensions';
import { useFormStyles } from './formStyles';
import type { FormSections, Section } from '../template/sections';
import { NameNote, NamespaceNote } from './NameNote';
import { partsOf, type DialogTarget } from '../template/dialogTarget';
import { sectionProperties, sectionTitle } from './sectionTexts';
import type { FormProblems } from '../problems/useFormProblems';
import type { RequestForm } from '../formState/useRequestForm';

const ROOT: Path = [];
const SPEC: Path = ['spec'];
const NAME: Path = ['objname'];

/** The form's sections, one below the other. */
export function FormFields(props: {
  sections: FormSections;
  target: DialogTarget;
  fields: FieldExtension[];
  form: RequestForm;
  unreadable: Unreadable;
  problems: FormProblems;
  /** What says what no field does. */
  problemList: RefObject<HTMLElement>;
  showYaml: (() => void) | undefined;
  onSubmit: () => void;
}) {
  const t = useT();
  const classes = useFormStyles();
  const { sections, target, fields, form, problems, showYaml } = props;
  const formElement = useRef<HTMLFormElement>(null);
  const [sought, setSought] = useState<{ paths: Path[] }>();
  const focusField = (path: Path) => setSought({ paths: [path] });
  const { first } = problems;
  useEffect(() => {
    if (first) setSought(first);
  }, [first]);
  useFocusOn(formElement, sought, props.problemList);
  const base = useMemo<JsonValue | undefined>(
    () => form.base && { spec: {}, ...partsOf(form.base, sections.parts) },
    [form.base, sections.parts],
  );
  const { values } = form;
  const Foreign = useExtensionInput(fields, values);
  const missingExtensions = useMemo(
    () =>
      missingFields(
        sections.schema,
        fields.map(({ name }) => name),
      ),
    [sections.schema, fields],
  );
  return (
    <form
      ref={formElement}
      noValidate
      className={classes.form}
      onSubmit={event => {
        event.preventDefault();
        props.onSubmit();
      }}
    >
      {missingExtensions.map(field => (
        <Alert
          key={field}
          role="alert"
          status="warning"
          icon
          title={t('dialog.missingField', { field })}
        />
      ))}
      <FormProvider
        value={values as JsonObject}
        schema={sections.schema}
        base={base}
        Foreign={Foreign}
        sought={sought}
        showYaml={showYaml}
        unreadable={props.unreadable}
        onChange={next => form.change(next as Record<string, JsonValue>, true)}
      >
        {sections.sections.map((section, index) => (
          <FieldBoundary key={index} title={sectionTitle(section, t)}>
            {section.title && (
              <Text as="h3" weight="bold">
                {sectionTitle(section, t)}
              </Text>
            )}
            {section.kind === 'spec' && (
              <FindField
                schema={section.schema}
                value={values.spec}
                onFind={path => focusField([...SPEC, ...path])}
              />
            )}
            <SectionFields
              section={section}
              target={target}
              fields={fields}
              form={form}
              problems={problems}
              focusField={focusField}
            />
          </FieldBoundary>
        ))}
      </FormProvider>
    </form>
  );
}

function SectionFields(props: {
  section: Section;
  target: DialogTarget;
  fields: FieldExtension[];
  form: RequestForm;
  problems: FormProblems;
  /** Puts the focus on a field. */
  focusField: (path: Path) => void;
}) {
  const t = useT();
  const classes = useFieldStyles();
  const { section, target, fields, form, problems } = props;
  const { tree } = problems;
  const update = target.kind === 'update' ? target : undefined;
  const isProposed = update?.requestsRepoUrl !== undefined;
  const properties = useMemo(
    () =>
      sectionProperties(section, t).map(property =>
        update && isFixed(property.name, isProposed)
          ? {
              ...property,
              schema: { ...property.schema, 'ui:readonly': true },
            }
          : property,
      ),
    // A target is made anew with each change on the platform.
    // eslint-disable-next-line react-hooks/exhaustive-deps
    [section.schema, target.kind, isProposed, t],
  );
  switch (section.kind) {
    case 'spec':
      return (
        <Field
          schema={section.schema}
          path={SPEC}
          title={sectionTitle(section, t) || t('dialog.specification')}
          bare={kindOf(section.schema) === 'object' || section.title !== ''}
          value={form.values.spec}
          required
          problems={tree?.children.get('spec')}
          locked={undefined}
        />
      );
    case 'page':
      return (
        <ExtensionPage schema={section.schema} fields={fields} form={form} />
      );
    default:
      return (
        <div className={classes.fields}>
          {[isName, isNamespace, isOther].map((belongs, index) => {
            const group = properties.filter(belongs);
            return (
              <Fragment key={index}>
                <Properties
                  properties={group}
                  path={ROOT}
                  value={form.values as JsonObject}
                  problems={tree}
                  locked={undefined}
                />
                {group.some(isName) && (
                  <NameNote
                    target={target}
                    form={form}
                    problems={problems}
                    onUse={() => props.focusField(NAME)}
                  />
                )}
                {group.some(isNoteField(properties)) && (
                  <NamespaceNote
                    target={target}
                    form={form}
                    problems={problems}
                  />
                )}
              </Fragment>
            );
          })}
        </div>
      );
  }
}

const isName = ({ name }: Property) => name === 'objname';
const isNamespace = ({ name }: Property) => name === 'objnamespace';
const isOther = (property: Property) =>
  !isName(property) && !isNamespace(property);

/** Finds the field below which it is said that the namespace is missing: its own, if any. */
const isNoteField = (properties: Property[]) =>
  properties.some(isNamespace) ? isNamespace : isName;

/** What names the object, and where its changes are proposed. */
const isFixed = (name: string, proposed: boolean) =>
  name === 'objname' ||
  name === 'objnamespace' ||
  (name === 'repoUrl' && proposed);
