import { useCallback, useEffect, useMemo, useState } from 'react';
import { useTemplateSecrets } from '@backstage/plugin-scaffolder-react';
import type { JsonObject, JsonValue } from '@backstage/types';
import type { Manifest } from '@syntasso/plugin-ske-common';
import { asksName, freeName } from './names';
import { templateDefaults, type FormSections } from './sections';
import {
  forgetSecrets,
  newSecretName,
  restoreSecrets,
  takeSecrets,
  type KeptSecret,
} from '../form/secretValues';
import { valueAt, type Path } from '../form/values';
import { initialValues, type RequestSubject } from './subject';
import { useKeptDraft, type FoundDraft, type KeptDraft } from './useDraft';

/** What the form holds. */
export interface FormState {
  values: Record<string, JsonValue>;
  /** The object that an update changes, as it was when the values were made from it. */
  base: Manifest | undefined;
  /** When the draft was kept that the form began with, if it did. */
  restored: string | undefined;
  /** Where the draft had secrets, which nobody keeps; until they are typed again. */
  lostSecrets: Path[];
  /** Whether a person has changed something that is not sent. */
  filledIn: boolean;
}

/** The form's values, kept as a draft until they are sent. */
export interface RequestForm extends FormState {
  draft: KeptDraft;
  /** Where secrets are that somebody has typed. */
  typedSecrets(): Path[];
  change(values: Record<string, JsonValue>, byPerson: boolean): void;
  /**
   * Takes a spec that was written as text; its secrets are not kept with it.
   *
   * @param nameAt - the same name for the same path, as long as the text is edited
   */
  write(spec: JsonValue, nameAt: (path: string) => string): void;
  /** Begins again from another version of the object, with these parts of it. */
  rebase(base: Manifest, parts: JsonObject): void;
  startAfresh(): void;
  /** It is under way; the draft is needed again if the task fails. */
  sent(taskId: string): void;
  /** It is done: the draft has done its work. */
  done(): void;
  /** It was not taken after all: the draft is needed again. */
  notSent(): void;
}

/**
 * Keeps what is filled in, whatever step is shown.
 *
 * @param sections - the form's
 */
export function useRequestForm(
  subject: RequestSubject,
  sections: FormSections,
  found: FoundDraft,
): RequestForm {
  const { schema } = sections;
  const draft = useKeptDraft(found.shelf);
  const { setSecrets } = useTemplateSecrets();
  const [first] = useState(() => {
    const start = freshState(subject, sections);
    if (!found.draft) return start;
    const { base, savedAt, secretPaths = [], keptSecrets = [] } = found.draft;
    // In another version of the object they may be elsewhere.
    const restorable = isSameVersion(base, start.state.base) ? keptSecrets : [];
    const lost = keptSecrets.filter(one => !restorable.includes(one));
    return {
      ...start,
      state: {
        values: restoreSecrets(
          found.draft.values,
          restorable,
          start.state.values,
        ),
        base,
        restored: savedAt,
        lostSecrets: [...secretPaths, ...lost.map(({ path }) => path)],
        filledIn: true,
      },
    };
  });
  // Where the object has its secrets, by the names that the form has for them.
  const { places } = first;
  const [state, setState] = useState<FormState>(first.state);
  useEffect(() => setSecrets(first.secrets), [first, setSecrets]);

  const keep = useCallback(
    ({ values, base, lostSecrets }: FormState, taskId?: string) => {
      const secretPaths = withoutValue(lostSecrets, values).map(path => [
        ...path,
      ]);
      const keptSecrets: KeptSecret[] = [];
      const kept = forgetSecrets(values, schema, (path, name) => {
        const from = name && places.get(name);
        if (from) keptSecrets.push({ path: [...path], from });
        else secretPaths.push([...path]);
      }) as FormState['values'];
      const sent = taskId === undefined ? {} : { taskId };
      draft.keep(
        {
          values: kept,
          base: forgotten(base, schema),
          secretPaths,
          keptSecrets,
          ...sent,
        },
        taskId === undefined ? 'soon' : 'now',
      );
    },
    [draft, schema, places],
  );
  const update = useCallback(
    (next: FormState) => {
      setState(next);
      keep(next);
    },
    [keep],
  );
  return useMemo(
    () => ({
      ...state,
      lostSecrets: withoutValue(state.lostSecrets, state.values),
      draft,
      typedSecrets: () => findTypedSecrets(state.values, schema, places),
      change(values, byPerson) {
        // A form that fills in its defaults is no reason to keep a draft.
        if (byPerson) update({ ...state, values, filledIn: true });
        else setState({ ...state, values });
      },
      write(spec, nameAt) {
        const taken = takeSecrets({ ...state.values, spec }, schema, nameAt);
        setSecrets(taken.secrets);
        update({ ...state, values: taken.values, filledIn: true });
      },
      rebase(newBase, parts) {
        // What the object has not any more is not there in the form either.
        const others = Object.entries(state.values).filter(
          ([name]) => !sections.parts.includes(name),
        );
        const values = { ...Object.fromEntries(others), ...parts };
        const taken = takeSecrets(values as FormState['values'], schema);
        setSecrets(taken.secrets);
        update({
          ...state,
          base: newBase,
          values: taken.values,
          filledIn: true,
        });
      },
      startAfresh() {
        draft.drop();
        const fresh = freshState(subject, sections);
        setSecrets(fresh.secrets);
        setState(fresh.state);
      },
      sent(taskId) {
        keep(state, taskId);
        setState({ ...state, filledIn: false, restored: undefined });
      },
      done: draft.drop,
      notSent: () => update({ ...state, filledIn: true }),
    }),
    [state, draft, keep, update, subject, sections, schema, places, setSecrets],
  );
}

/** Secrets of the form that the object does not have so. */
function findTypedSecrets(
  values: FormState['values'],
  schema: JsonObject,
  places: ReadonlyMap<string, string[]>,
): Path[] {
  const typed: Path[] = [];
  forgetSecrets(values, schema, (path, name) => {
    if (name === undefined || !places.has(name)) typed.push(path);
  });
  return typed;
}

/** Those paths at which there is no value. */
const withoutValue = (paths: Path[], values: FormState['values']) =>
  paths.filter(path => (valueAt(values, path) ?? undefined) === undefined);

/** What the form begins with when nothing was filled in before. */
function freshState(
  subject: RequestSubject,
  { schema, parts }: FormSections,
): {
  state: FormState;
  secrets: Record<string, string>;
  /** Where the object has its secrets, by the names that the form has for them. */
  places: ReadonlyMap<string, string[]>;
} {
  const start = {
    ...templateDefaults(schema),
    ...initialValues(subject, parts),
    ...(subject.kind === 'request' && asksName(schema)
      ? { objname: proposedName(subject.promise) }
      : {}),
  };
  // What the object has in place of a secret is text, whatever it looks like.
  const { values, secrets } = takeSecrets(
    start,
    schema,
    newSecretName,
    () => false,
  );
  const base =
    subject.kind === 'update' ? subject.resource.manifest : undefined;
  const places = new Map<string, string[]>();
  forgetSecrets(values, schema, (path, name) => {
    if (name !== undefined && name in secrets) places.set(name, [...path]);
  });
  return {
    secrets,
    places,
    state: {
      values,
      base,
      restored: undefined,
      lostSecrets: [],
      filledIn: false,
    },
  };
}

/** Whether an object is as it was, but for its status. */
const isSameVersion = (
  before: Manifest | undefined,
  now: Manifest | undefined,
) =>
  before?.metadata.generation === undefined
    ? before?.metadata.resourceVersion === now?.metadata.resourceVersion
    : before.metadata.generation === now?.metadata.generation;

/** What an update began with, to be kept: a draft never has secrets. */
function forgotten(base: Manifest | undefined, schema: JsonObject) {
  if (!base) return undefined;
  // Of its status nothing is needed.
  const { status: _, ...kept } = base;
  const { values } = takeSecrets(kept, schema);
  return forgetSecrets(values as JsonObject) as unknown as Manifest;
}

const proposedName = ({
  api,
  resources,
}: Extract<RequestSubject, { kind: 'request' }>['promise']) =>
  freeName(
    api?.kind ?? '',
    resources.map(({ ref }) => ref.name),
  );
