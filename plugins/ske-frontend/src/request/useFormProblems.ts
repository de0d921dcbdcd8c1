import { useDeferredValue, useMemo, useRef, useState } from 'react';
import { useApiHolder } from '@backstage/core-plugin-api';
import { createAsyncValidators } from '@backstage/plugin-scaffolder-react/alpha';
import type { JsonObject } from '@backstage/types';
import type { Unreadable } from '../form/FormProvider';
import {
  treeOf,
  type ProblemTree,
  type ToldProblem,
} from '../form/problemTree';
import { problemsOf } from '../form/validate';
import { childOf, completed, type Path } from '../form/values';
import { messageOf } from '../parts/messageOf';
import { useT } from '../translations/useT';
import type { Field } from './fields';
import { isNameAllowed } from './names';
import { stillPresent, type PlacedProblems } from './placeProblems';
import type { FormSections } from './sections';
import { refOfValues, type DialogTarget } from './dialogTarget';
import { useIsTaken } from './useIsTaken';
import type { RequestForm } from './useRequestForm';
import { useRules } from './useRules';
import { useUnseen } from './useUnseen';

/** What is wrong with the form, by where it is shown. */
export interface FormProblems {
  tree: ProblemTree | undefined;
  /** Those that no field shows. */
  elsewhere: ToldProblem[];
  /** Where to look, anew each time somebody should. */
  first: { paths: Path[] } | undefined;
  /** Of the platform's own complaints, how many still stand. */
  pinned: number;
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
  subject: DialogTarget;
  fields: Field[];
  form: RequestForm;
  refused: PlacedProblems | undefined;
  unreadable: Unreadable;
}): FormProblems {
  const t = useT();
  const apiHolder = useApiHolder();
  const { sections, subject, fields, form, refused, unreadable } = props;
  const { schema } = sections;
  const { values } = form;
  const [asked, setAsked] = useState(false);
  const [checking, setChecking] = useState(false);
  const [told, setTold] = useState<{ by: ToldProblem[]; values: object }>();
  const [sought, setSought] = useState<{ paths: Path[] }>();

  const rules = useRules(sections.spec, form.base?.spec);
  const say = (given: JsonObject): ToldProblem[] => {
    const sent = completed(schema, given) as JsonObject;
    const found = problemsOf(schema, sent).map(
      ({ path, key, values: words }) => ({ path, message: t(key, words) }),
    );
    // Rules are about values of the right shape.
    return found.length > 0 ? found : rules.broken(sent.spec);
  };
  const settled = useDeferredValue(values);
  const own = useMemo(
    () => (asked ? say(settled) : []),
    // The rest is of the same form.
    // eslint-disable-next-line react-hooks/exhaustive-deps
    [asked, settled, schema, rules.broken, t],
  );
  const ofName = useNameProblems(subject, form, schema);
  const pinned = stillPresent(refused?.pinned ?? [], values);
  // A field extension's word holds until something is changed.
  const byExtensions = told?.values === values ? told.by : [];
  // A field that cannot be read says so itself.
  const readable = own.filter(
    ({ path }) => !unreadable.has(JSON.stringify(path)),
  );
  const all = [...pinned, ...ofName, ...byExtensions, ...readable];
  const key = JSON.stringify(all.map(({ path, message }) => [path, message]));
  // Fields are drawn anew for other problems, not for the same ones again.
  // eslint-disable-next-line react-hooks/exhaustive-deps
  const tree = useMemo(() => treeOf(all), [key]);
  const elsewhere = useUnseen(all, key);
  const [{ path: firstPinned } = { path: undefined }] = pinned;
  const [atOnce] = useState(() =>
    firstPinned ? { paths: [firstPinned] } : undefined,
  );

  const now = useRef({ values, ofName, say });
  now.current = { values, ofName, say };
  const look = async (): Promise<ToldProblem[]> => {
    const looked = now.current;
    const found = [
      ...looked.ofName,
      ...unreadable.values(),
      ...looked.say(looked.values),
    ];
    if (found.length > 0) return found;
    const by = await askExtensions(sections, fields, looked.values, {
      apiHolder,
    }).catch(error => [{ path: [], message: messageOf(error) }]);
    // Who has gone on typing meanwhile is looked at again.
    if (now.current.values !== looked.values) return look();
    setTold({ by, values: looked.values });
    return by;
  };

  return {
    tree,
    elsewhere,
    first: sought ?? atOnce,
    pinned: pinned.length,
    checking,
    async check() {
      setAsked(true);
      setChecking(true);
      try {
        // Without what evaluates them, rules are for the dry run alone.
        await rules.load().catch(() => {});
        const found = await look();
        if (found.length > 0) {
          setSought({ paths: found.map(({ path }) => path) });
        }
        return found.length === 0;
      } finally {
        setChecking(false);
      }
    },
  };
}

/** A name that is taken or that the form would not take. */
function useNameProblems(
  subject: DialogTarget,
  form: RequestForm,
  schema: JsonObject,
): ToldProblem[] {
  const t = useT();
  const isTaken = useIsTaken(subject, form.values);
  if (subject.kind === 'update') return [];
  const { objname } = form.values;
  const {
    name,
    namespace = 'default',
    kind,
  } = refOfValues(subject, form.values);
  const allowed =
    typeof objname !== 'string' ||
    objname === '' ||
    isNameAllowed(schema, objname);
  return [
    ...(isTaken ? [t('dialog.taken', { kind, name, namespace })] : []),
    ...(allowed ? [] : [t('dialog.badName')]),
  ].map(message => ({ path: ['objname'], message }));
}

/** What field extensions of the app say of their values. */
async function askExtensions(
  { schema }: FormSections,
  fields: Field[],
  values: JsonObject,
  context: { apiHolder: ReturnType<typeof useApiHolder> },
): Promise<ToldProblem[]> {
  const checking = fields.filter(({ validation }) => validation);
  const names = new Set(checking.map(({ name }) => name));
  // Walking through a large spec takes long, and few have such fields.
  const asked = Object.entries(values).filter(([name]) => {
    const child = childOf(schema, name);
    return child !== undefined && asksFor(child, names);
  });
  if (asked.length === 0) return [];
  const validate = createAsyncValidators(
    schema,
    Object.fromEntries(
      checking.map(({ name, validation }) => [name, validation as never]),
    ),
    context,
  );
  return problemsIn(
    await validate(Object.fromEntries(asked) as JsonObject),
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

function problemsIn(validation: unknown, path: string[]): ToldProblem[] {
  if (typeof validation !== 'object' || validation === null) return [];
  return Object.entries(validation).flatMap(([key, value]) =>
    key === '__errors'
      ? (value as string[]).map(message => ({ path, message }))
      : problemsIn(value, [...path, key]),
  );
}
