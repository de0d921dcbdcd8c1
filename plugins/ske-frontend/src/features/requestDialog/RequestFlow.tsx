import { useEffect, useMemo, useRef, useState } from 'react';
import { useApi } from '@backstage/core-plugin-api';
import {
  scaffolderApiRef,
  useTemplateSecrets,
  type TemplateParameterSchema,
} from '@backstage/plugin-scaffolder-react';
import { useTemplateSchema } from '@backstage/plugin-scaffolder-react/alpha';
import type { JsonObject } from '@backstage/types';
import {
  CLUSTER_TOKEN_SECRET,
  SEEN_VERSION_SECRET,
  type DryRunResult,
  type Manifest,
} from '@syntasso/plugin-ske-common';
import { useSkeApi } from '../../api/useSkeApi';
import { takeSecrets } from '../../form/secretValues';
import { completed } from '../../form/values';
import type { FieldExtension } from './template/fieldExtensions';
import { FormPanel } from './fill/FormPanel';
import { placeProblems, type PlacedProblems } from './problems/placeProblems';
import { ProgressStep } from './progress/ProgressStep';
import { ReviewPanel } from './review/ReviewPanel';
import type { DialogTarget } from './template/dialogTarget';
import type { FoundDraft } from './draft/useDraft';
import { sectionsOf } from './template/sections';
import type { FormState } from './formState/formState';
import { useRequestForm } from './formState/useRequestForm';

/** What leaving the dialog would mean now. */
export type Leaving =
  /** Nothing is lost: nothing was filled in, or it is being sent. */
  | { kind: 'free' }
  /** Something was; it is saved as a draft unless that fails, or it is discarded. */
  | { kind: 'filledIn'; savedAsDraft: boolean; discard: () => void };

/** Where in the dialog one is. */
type Place =
  | { kind: 'form' }
  | { kind: 'review' }
  | { kind: 'progress'; taskId: string };

/** The way through the dialog: form, review, progress. What was typed is kept here. */
export function RequestFlow(props: {
  target: DialogTarget;
  onLeaving: (leaving: Leaving) => void;
  /** Told when it is being sent, and when it was not taken after all. */
  onSent: (isSent: boolean) => void;
  template: TemplateParameterSchema;
  fields: FieldExtension[];
  found: FoundDraft;
}) {
  const scaffolder = useApi(scaffolderApiRef);
  const ske = useSkeApi();
  const { secrets } = useTemplateSecrets();
  const { target, onLeaving } = props;
  const { steps } = useTemplateSchema(props.template);
  // The hook makes them anew each time; the Template stays the same.
  const pages = useRef(steps).current;
  const sections = useMemo(
    () => sectionsOf(pages.map(page => page.mergedSchema)),
    [pages],
  );
  const { schema } = sections;
  const form = useRequestForm(target, sections, props.found);
  const [place, setPlace] = useState<Place>({ kind: 'form' });
  // What is reviewed is what is sent.
  const completedValues = useMemo(
    () =>
      place.kind === 'form'
        ? form.values
        : (completed(schema, form.values as JsonObject) as FormState['values']),
    [schema, form.values, place.kind],
  );
  const [dryRunProblems, setDryRunProblems] = useState<PlacedProblems>();
  const [sending, setSending] = useState(false);
  const isSubmitting = useRef(false);
  const [failure, setFailure] = useState<Error>();

  // Who has left while it was being sent is somewhere else by then.
  const tellSent = useRef<typeof props.onSent>();
  useEffect(() => {
    tellSent.current = props.onSent;
    return () => {
      tellSent.current = undefined;
    };
  }, [props.onSent]);

  const { filledIn, draft } = form;
  useEffect(() => {
    onLeaving(
      // What is being sent is not to be discarded any more.
      filledIn && !sending
        ? {
            kind: 'filledIn',
            savedAsDraft: draft.failure === undefined,
            discard: draft.remove,
          }
        : { kind: 'free' },
    );
  }, [onLeaving, filledIn, sending, draft]);

  const submit = async () => {
    // A double click submits once.
    if (isSubmitting.current) return;
    isSubmitting.current = true;
    setSending(true);
    setFailure(undefined);
    try {
      const clusterToken = await ske.clusterToken();
      // Secret fields hold placeholders already; values that a link or an object brought
      // may have more secrets.
      const extraction = takeSecrets(completedValues, schema);
      const { taskId } = await scaffolder.scaffold({
        templateRef: target.templateRef,
        values: extraction.values,
        secrets: {
          ...secrets,
          ...extraction.secrets,
          ...seenVersion(form.base),
          ...(clusterToken ? { [CLUSTER_TOKEN_SECRET]: clusterToken } : {}),
        },
      });
      form.sent(taskId);
      tellSent.current?.(true);
      setPlace({ kind: 'progress', taskId });
    } catch (error) {
      setFailure(error as Error);
    } finally {
      isSubmitting.current = false;
      setSending(false);
    }
  };
  const showDryRunProblems = useMemo(
    () => (result: Extract<DryRunResult, { outcome: 'refused' }>) => {
      const placedProblems = placeProblems(
        result.problems,
        schema,
        form.values,
      );
      if (placedProblems.atFields.length === 0) return;
      setDryRunProblems(placedProblems);
      setPlace({ kind: 'form' });
    },
    [schema, form.values],
  );

  switch (place.kind) {
    case 'form':
      return (
        <FormPanel
          sections={sections}
          target={target}
          fields={props.fields}
          form={form}
          dryRunProblems={dryRunProblems}
          onReview={() => setPlace({ kind: 'review' })}
        />
      );
    case 'review':
      return (
        <ReviewPanel
          target={target}
          form={form}
          values={completedValues}
          sections={sections}
          sending={sending}
          failure={failure}
          onBack={() => setPlace({ kind: 'form' })}
          onRefused={showDryRunProblems}
          onSubmit={() => void submit()}
        />
      );
    default:
      return (
        <ProgressStep
          taskId={place.taskId}
          target={target}
          values={completedValues}
          onDone={form.done}
          onBack={() => {
            form.notSent();
            props.onSent(false);
            setDryRunProblems(undefined);
            setPlace({ kind: 'form' });
          }}
        />
      );
  }
}

/** What an update was made from, so that nobody else's change is undone unseen. */
function seenVersion(base: Manifest | undefined): Record<string, string> {
  const { resourceVersion, generation } = base?.metadata ?? {};
  return resourceVersion
    ? { [SEEN_VERSION_SECRET]: JSON.stringify({ resourceVersion, generation }) }
    : {};
}
