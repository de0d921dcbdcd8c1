import { Alert, Button, Text } from '@backstage/ui';
import { useT } from '../../../translations/useT';
import { refOfValues, type DialogTarget } from '../template/dialogTarget';
import type { FormProblems } from '../problems/useFormProblems';
import type { RequestForm } from '../formState/useRequestForm';

/** Below the name of a new Resource: that nobody has it, or one that could be taken. */
export function NameNote(props: {
  target: DialogTarget;
  form: RequestForm;
  problems: FormProblems;
  /** Told when another name was filled in. */
  onUse: () => void;
}) {
  const t = useT();
  const { target, form, onUse } = props;
  const { nameCheck, nameSuggestion, namespaceCheck, tree } = props.problems;
  if (nameSuggestion !== undefined) {
    return (
      <div>
        <Button
          size="small"
          variant="secondary"
          onPress={() => {
            form.change({ ...form.values, objname: nameSuggestion }, true);
            onUse();
          }}
        >
          {t('dialog.useName', { name: nameSuggestion })}
        </Button>
      </div>
    );
  }
  const isFree = nameCheck === 'free' && !tree?.children.has('objname');
  // In a namespace that is not there nothing is free.
  if (!isFree || namespaceCheck === undefined || namespaceCheck === 'missing') {
    return null;
  }
  const {
    name,
    namespace = 'default',
    kind,
  } = refOfValues(target, form.values);
  return (
    <Text variant="body-small" color="secondary" role="status">
      {namespaceCheck === 'found'
        ? t('dialog.free', { name, namespace })
        : t('dialog.notKnown', { kind, name, namespace })}
    </Text>
  );
}

/**
 * Says that the namespace does not exist. It may come to exist until the request arrives,
 * so the dry run decides.
 */
export function NamespaceNote(props: {
  target: DialogTarget;
  form: RequestForm;
  problems: FormProblems;
}) {
  const t = useT();
  const { target, form, problems } = props;
  if (target.kind === 'update' || problems.namespaceCheck !== 'missing') {
    return null;
  }
  const { namespace = 'default' } = refOfValues(target, form.values);
  const { platform } = target.promise;
  return (
    <Alert
      role="status"
      status="warning"
      icon
      title={t('dialog.noNamespace', { namespace, platform })}
    />
  );
}
