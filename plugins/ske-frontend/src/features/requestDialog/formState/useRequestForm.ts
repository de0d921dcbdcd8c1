import { useCallback, useEffect, useMemo, useState } from 'react';
import { useTemplateSecrets } from '@backstage/plugin-scaffolder-react';
import type { JsonObject, JsonValue } from '@backstage/types';
import type { Manifest } from '@syntasso/plugin-ske-common';
import {
  draftState,
  withoutSecretValues,
  findMovedPaths,
  freshState,
  storedAmong,
  withoutTyped,
  type FormState,
} from './formState';
import type { StartNote } from './startOf';
import type { FormSections } from '../template/sections';
import {
  forgetSecrets,
  takeSecrets,
  type UntouchedSecret,
} from '../../../form/secretValues';
import { findSecretChanges, type SecretChanges } from './secretChanges';
import { partsOf, type DialogTarget } from '../template/dialogTarget';
import {
  useDraftSaver,
  type FoundDraft,
  type DraftSaver,
} from '../draft/useDraft';

/** The form's values, kept as a draft until they are sent. */
export interface RequestForm extends FormState {
  draft: DraftSaver;
  /** What is to be said of the values that it began with. */
  note: StartNote | undefined;
  /** What becomes of the object's secrets, and of those that were typed. */
  secretChanges(): SecretChanges;
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
  target: DialogTarget,
  sections: FormSections,
  found: FoundDraft,
): RequestForm {
  const { schema } = sections;
  const draft = useDraftSaver(found.draftStorage);
  const { setSecrets } = useTemplateSecrets();
  const [initial] = useState(() => {
    const start = freshState(target, sections);
    return found.draft ? draftState(found.draft, start, schema) : start;
  });
  // What stands for the object's secrets, by the names that the form has for them.
  const [storedSecrets] = useState(() => storedAmong(initial.secrets));
  const [state, setState] = useState<FormState>(initial.state);
  useEffect(() => setSecrets(initial.secrets), [initial, setSecrets]);
  const addSecrets = useCallback(
    (secrets: Record<string, string>) => {
      storedAmong(secrets).forEach((text, name) =>
        storedSecrets.set(name, text),
      );
      setSecrets(secrets);
    },
    [setSecrets, storedSecrets],
  );

  const saveDraft = useCallback(
    ({ values, base, lostSecrets }: FormState, taskId?: string) => {
      const secretPaths = withoutTyped(lostSecrets, values, storedSecrets).map(
        path => [...path],
      );
      const keptSecrets: UntouchedSecret[] = [];
      const valuesWithoutSecrets = forgetSecrets(
        values,
        schema,
        (path, name) => {
          const text = name && storedSecrets.get(name);
          if (text) keptSecrets.push({ path: [...path], stored: text });
          else secretPaths.push([...path]);
        },
      ) as FormState['values'];
      const sentTask = taskId === undefined ? {} : { taskId };
      draft.save(
        {
          values: valuesWithoutSecrets,
          base: withoutSecretValues(base, schema),
          secretPaths,
          keptSecrets,
          ...sentTask,
        },
        taskId === undefined ? 'afterPause' : 'now',
      );
    },
    [draft, schema, storedSecrets],
  );
  const update = useCallback(
    (next: FormState) => {
      setState(next);
      saveDraft(next);
    },
    [saveDraft],
  );
  return useMemo(
    () => ({
      ...state,
      lostSecrets: withoutTyped(state.lostSecrets, state.values, storedSecrets),
      draft,
      note: initial.note,
      secretChanges: () =>
        findSecretChanges(
          schema,
          state.base ? partsOf(state.base, sections.parts) : {},
          partsOf(state.values, sections.parts),
          storedSecrets,
        ),
      change(values, byPerson) {
        // A form that fills in its defaults is no reason to keep a draft.
        if (byPerson) update({ ...state, values, filledIn: true });
        else setState({ ...state, values });
      },
      write(spec, nameAt) {
        const extraction = takeSecrets(
          { ...state.values, spec },
          schema,
          nameAt,
        );
        addSecrets(extraction.secrets);
        update({ ...state, values: extraction.values, filledIn: true });
      },
      rebase(newBase, parts) {
        // What the object has not any more is not there in the form either.
        const otherEntries = Object.entries(state.values).filter(
          ([name]) => !sections.parts.includes(name),
        );
        const values = { ...Object.fromEntries(otherEntries), ...parts };
        const extraction = takeSecrets(values as FormState['values'], schema);
        addSecrets(extraction.secrets);
        update({
          ...state,
          base: newBase,
          lostSecrets: findMovedPaths(
            state.lostSecrets,
            state.values,
            values as FormState['values'],
          ),
          values: extraction.values,
          filledIn: true,
        });
      },
      startAfresh() {
        draft.remove();
        const fresh = freshState(target, sections);
        addSecrets(fresh.secrets);
        setState(fresh.state);
      },
      sent(taskId) {
        saveDraft(state, taskId);
        setState({ ...state, filledIn: false, restored: undefined });
      },
      done: draft.remove,
      notSent: () => update({ ...state, filledIn: true }),
    }),
    [
      state,
      initial.note,
      draft,
      saveDraft,
      update,
      target,
      sections,
      schema,
      storedSecrets,
      addSecrets,
    ],
  );
}
