import { Button, Text } from '@backstage/ui';
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
  const { nameCheck, nameSuggestion, tree } = props.problems;
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
  if (nameCheck !== 'free' || tree?.children.has('objname')) return null;
  const { name, namespace = 'default' } = refOfValues(target, form.values);
  return (
    <Text variant="body-small" color="secondary" role="status">
      {t('dialog.free', { name, namespace })}
    </Text>
  );
}
