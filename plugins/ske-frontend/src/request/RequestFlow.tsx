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
import { useSkeApi } from '../api/useSkeApi';
import { takeSecrets } from '../form/secretValues';
import { completed } from '../form/values';
import type { Field } from './fields';
import { FormPanel } from './FormPanel';
import { placeProblems, type PlacedProblems } from './placeProblems';
import { ProgressStep } from './ProgressStep';
import { ReviewPanel } from './ReviewPanel';
import type { DialogTarget } from './dialogTarget';
import type { FoundDraft } from './useDraft';
import { sectionsOf } from './sections';
import type { FormState } from './formState';
import { useRequestForm } from './useRequestForm';

/** What leaving the dialog would mean now. */
export type Leaving =
  /** Nothing was filled in that is not sent. */
  | { kind: 'free' }
  /** Something was; it is kept as a draft unless that fails, or it is discarded. */
  | { kind: 'filledIn'; kept: boolean; discard: () => void };

/** Where in the dialog one is. */
type Place =
  | { kind: 'form' }
  | { kind: 'review' }
  | { kind: 'progress'; taskId: string };

/** The way through the dialog: form, review, progress. What was typed is kept here. */
export function RequestFlow(props: {
  subject: DialogTarget;
  onLeaving: (leaving: Leaving) => void;
  onClose: () => void;
  manifest: TemplateParameterSchema;
  fields: Field[];
  found: FoundDraft;
}) {
  const scaffolder = useApi(scaffolderApiRef);
  const ske = useSkeApi();
  const { secrets } = useTemplateSecrets();
  const { subject, onLeaving } = props;
  const { steps } = useTemplateSchema(props.manifest);
  // The hook makes them anew each time; the Template stays the same.
  const pages = useRef(steps).current;
  const sections = useMemo(
    () => sectionsOf(pages.map(page => page.mergedSchema)),
    [pages],
  );
  const { schema } = sections;
  const form = useRequestForm(subject, sections, props.found);
  const [place, setPlace] = useState<Place>({ kind: 'form' });
  // What is reviewed is what is sent.
  const wanted = useMemo(
    () =>
      place.kind === 'form'
        ? form.values
        : (completed(schema, form.values as JsonObject) as FormState['values']),
    [schema, form.values, place.kind],
  );
  const [refused, setRefused] = useState<PlacedProblems>();
  const [sending, setSending] = useState(false);
  const sent = useRef(false);
  const [failure, setFailure] = useState<Error>();

  const { filledIn, draft } = form;
  useEffect(() => {
    onLeaving(
      // What is being sent is not to be discarded any more.
      filledIn && !sending
        ? {
            kind: 'filledIn',
            kept: draft.failure === undefined,
            discard: draft.drop,
          }
        : { kind: 'free' },
    );
  }, [onLeaving, filledIn, sending, draft]);

  const submit = async () => {
    // A double click submits once.
    if (sent.current) return;
    sent.current = true;
    setSending(true);
    setFailure(undefined);
    try {
      const clusterToken = await ske.clusterToken();
      // Fields have taken theirs already; what else has come in is taken now.
      const taken = takeSecrets(wanted, schema);
      const { taskId } = await scaffolder.scaffold({
        templateRef: subject.templateRef,
        values: taken.values,
        secrets: {
          ...secrets,
          ...taken.secrets,
          ...seenVersion(form.base),
          ...(clusterToken ? { [CLUSTER_TOKEN_SECRET]: clusterToken } : {}),
        },
      });
      form.sent(taskId);
      setPlace({ kind: 'progress', taskId });
    } catch (error) {
      setFailure(error as Error);
    } finally {
      sent.current = false;
      setSending(false);
    }
  };
  const refuse = useMemo(
    () => (result: Extract<DryRunResult, { outcome: 'refused' }>) => {
      const found = placeProblems(result.problems, schema, form.values);
      if (found.pinned.length === 0) return;
      setRefused(found);
      setPlace({ kind: 'form' });
    },
    [schema, form.values],
  );

  switch (place.kind) {
    case 'form':
      return (
        <FormPanel
          sections={sections}
          subject={subject}
          fields={props.fields}
          form={form}
          refused={refused}
          onReview={() => setPlace({ kind: 'review' })}
        />
      );
    case 'review':
      return (
        <ReviewPanel
          subject={subject}
          form={form}
          values={wanted}
          sections={sections}
          sending={sending}
          failure={failure}
          onBack={() => setPlace({ kind: 'form' })}
          onRefused={refuse}
          onSubmit={() => void submit()}
        />
      );
    default:
      return (
        <ProgressStep
          taskId={place.taskId}
          subject={subject}
          values={wanted}
          onDone={form.done}
          onBack={() => {
            form.notSent();
            setRefused(undefined);
            setPlace({ kind: 'form' });
          }}
          onClose={props.onClose}
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
