import { useDeferredValue, useMemo, useRef, useState } from 'react';
import { useApiHolder } from '@backstage/core-plugin-api';
import { createAsyncValidators } from '@backstage/plugin-scaffolder-react/alpha';
import type { JsonObject } from '@backstage/types';
import { deepEquals } from '@rjsf/utils';
import type { Unreadable } from '../../../form/FormProvider';
import {
  treeOf,
  type ProblemTree,
  type ProblemAtPath,
} from '../../../form/problemTree';
import { problemsOf } from '../../../form/validate';
import { childOf, completed, type Path } from '../../../form/values';
import { messageOf } from '../../../utils/messageOf';
import { useT } from '../../../translations/useT';
import type { FieldExtension } from '../template/fieldExtensions';
import { isNameAllowed } from '../template/names';
import { stillPresent, type PlacedProblems } from './placeProblems';
import type { FormSections } from '../template/sections';
import { refOfValues, type DialogTarget } from '../template/dialogTarget';
import { useNameCheck, type NameCheck } from './useNameCheck';
import { useNamespaceCheck, type NamespaceCheck } from './useNamespaceCheck';
import { useNameSuggestion } from './useNameSuggestion';
import type { RequestForm } from '../formState/useRequestForm';
import { useRules } from './useRules';
import { useProblemsWithoutField } from './useProblemsWithoutField';

/** What is wrong with the form, by where it is shown. */
export interface FormProblems {
  tree: ProblemTree | undefined;
  /** Whether the name of a new Resource is free. */
  nameCheck: NameCheck;
  /** Whether its namespace exists. */
  namespaceCheck: NamespaceCheck;
  /** One that could be taken in place of a name that cannot. */
  nameSuggestion: string | undefined;
  /** Those that no field shows. */
  withoutField: ProblemAtPath[];
  /** Where to look, anew each time somebody should. */
  first: { paths: Path[] } | undefined;
  /** How many of the problems that the dry run found are not solved yet. */
  fromPlatform: number;
  /** Whether field extensions are being asked. */
  checking: boolean;
  /** Looks at everything; whether it may go on. */
  check: () => Promise<boolean>;
}

/**
 * Finds what is wrong with a form. Names are checked while they are typed, the
 * rest when somebody wants to go on, and from then on while they mend it.
 */
export function useFormProblems(props: {
  sections: FormSections;
  target: DialogTarget;
  fields: FieldExtension[];
  form: RequestForm;
  dryRunProblems: PlacedProblems | undefined;
  unreadable: Unreadable;
}): FormProblems {
  const t = useT();
  const apiHolder = useApiHolder();
  const { sections, target, fields, form, dryRunProblems, unreadable } = props;
  const { schema } = sections;
  const { values } = form;
  const [wasChecked, setWasChecked] = useState(false);
  const [checking, setChecking] = useState(false);
  const [ofExtensions, setOfExtensions] = useState<{
    problems: ProblemAtPath[];
    values: object;
  }>();
  const [focus, setFocus] = useState<{ paths: Path[] }>();

  const rules = useRules(sections.spec, form.base?.spec);
  const findOwnProblems = (formValues: JsonObject): ProblemAtPath[] => {
    const completedValues = completed(schema, formValues) as JsonObject;
    const schemaProblems = problemsOf(schema, completedValues).map(
      ({ path, key, values: details }) => ({ path, message: t(key, details) }),
    );
    // Rules are about values of the right shape.
    return schemaProblems.length > 0
      ? schemaProblems
      : rules.broken(completedValues.spec);
  };
  const deferredValues = useDeferredValue(values);
  const ownProblems = useMemo(
    () => (wasChecked ? findOwnProblems(deferredValues) : []),
    // The rest is of the same form.
    // eslint-disable-next-line react-hooks/exhaustive-deps
    [wasChecked, deferredValues, schema, rules.broken, t],
  );
  const nameCheck = useNameCheck(target, values);
  const namespaceCheck = useNamespaceCheck(target, values);
  const ofName = useNameProblems(target, form, schema, nameCheck);
  const nameSuggestion = useNameSuggestion(
    target,
    values,
    schema,
    ofName.length > 0,
  );
  const ofPlatform = stillPresent(dryRunProblems?.atFields ?? [], values);
  // A field extension's word holds until something is changed.
  const byExtensions =
    ofExtensions?.values === values ? ofExtensions.problems : [];
  // A field that cannot be read says so itself; what is said already is not said twice.
  const readable = ownProblems.filter(
    problem =>
      !unreadable.has(JSON.stringify(problem.path)) &&
      !(ofName.length > 0 && problem.path[0] === 'objname') &&
      !ofPlatform.some(told => saysToo(told, problem)),
  );
  const allProblems = [...ofPlatform, ...ofName, ...byExtensions, ...readable];
  const key = JSON.stringify(
    allProblems.map(({ path, message }) => [path, message]),
  );
  // Fields are drawn anew for other problems, not for the same ones again.
  // eslint-disable-next-line react-hooks/exhaustive-deps
  const tree = useMemo(() => treeOf(allProblems), [key]);
  const withoutField = useProblemsWithoutField(allProblems, key);
  const [{ path: firstOfPlatform } = { path: undefined }] = ofPlatform;
  const [firstFocus] = useState(() =>
    firstOfPlatform ? { paths: [firstOfPlatform] } : undefined,
  );

  const latest = useRef({ values, ofName, findOwnProblems });
  latest.current = { values, ofName, findOwnProblems };
  const findProblems = async (): Promise<ProblemAtPath[]> => {
    const current = latest.current;
    const formProblems = [
      ...current.ofName,
      ...unreadable.values(),
      ...current.findOwnProblems(current.values),
    ];
    if (formProblems.length > 0) return formProblems;
    const problems = await askExtensions(sections, fields, current.values, {
      apiHolder,
    }).catch(error => [{ path: [], message: messageOf(error) }]);
    // Who has gone on typing meanwhile is looked at again.
    if (latest.current.values !== current.values) return findProblems();
    setOfExtensions({ problems, values: current.values });
    return problems;
  };

  return {
    tree,
    nameCheck,
    namespaceCheck,
    nameSuggestion,
    withoutField,
    first: focus ?? firstFocus,
    fromPlatform: ofPlatform.length,
    checking,
    async check() {
      setWasChecked(true);
      setChecking(true);
      try {
        // Without what evaluates them, rules are for the dry run alone.
        await rules.load().catch(() => {});
        const problems = await findProblems();
        if (problems.length > 0) {
          setFocus({ paths: problems.map(({ path }) => path) });
        }
        return problems.length === 0;
      } finally {
        setChecking(false);
      }
    },
  };
}

/** Whether the platform has said the same of a field, such as a rule in its own words. */
const saysToo = (told: ProblemAtPath, problem: ProblemAtPath) =>
  deepEquals(told.path, problem.path) && told.message.includes(problem.message);

/** A name that is taken or that the form would not take. */
function useNameProblems(
  target: DialogTarget,
  form: RequestForm,
  schema: JsonObject,
  nameCheck: NameCheck,
): ProblemAtPath[] {
  const t = useT();
  if (target.kind === 'update') return [];
  const { objname } = form.values;
  const {
    name,
    namespace = 'default',
    kind,
  } = refOfValues(target, form.values);
  const isAllowed =
    typeof objname !== 'string' ||
    objname === '' ||
    isNameAllowed(schema, objname);
  return [
    ...(nameCheck === 'taken'
      ? [t('dialog.taken', { kind, name, namespace })]
      : []),
    ...(isAllowed ? [] : [t('dialog.badName')]),
  ].map(message => ({ path: ['objname'], message }));
}

/** What field extensions of the app say of their values. */
async function askExtensions(
  { schema }: FormSections,
  fields: FieldExtension[],
  values: JsonObject,
  context: { apiHolder: ReturnType<typeof useApiHolder> },
): Promise<ProblemAtPath[]> {
  const checking = fields.filter(({ validation }) => validation);
  const names = new Set(checking.map(({ name }) => name));
  // Walking through a large spec takes long, and few have such fields.
  const entriesToAsk = Object.entries(values).filter(([name]) => {
    const child = childOf(schema, name);
    return child !== undefined && asksFor(child, names);
  });
  if (entriesToAsk.length === 0) return [];
  const validate = createAsyncValidators(
    schema,
    Object.fromEntries(
      checking.map(({ name, validation }) => [name, validation as never]),
    ),
    context,
  );
  return problemsIn(
    await validate(Object.fromEntries(entriesToAsk) as JsonObject),
    [],
  );
}

/** Whether a schema has one of these fields anywhere. */
function asksFor(schema: unknown, names: Set<string>): boolean {
  if (typeof schema !== 'object' || schema === null) return false;
  return Object.entries(schema).some(([key, value]) =>
    key === 'ui:field' ? names.has(String(value)) : asksFor(value, names),
  );
}

function problemsIn(validation: unknown, path: string[]): ProblemAtPath[] {
  if (typeof validation !== 'object' || validation === null) return [];
  return Object.entries(validation).flatMap(([key, value]) =>
    key === '__errors'
      ? (value as string[]).map(message => ({ path, message }))
      : problemsIn(value, [...path, key]),
  );
}
