import { useCallback, useMemo, useRef, useState } from 'react';
import { Alert, Button, DialogBody, DialogFooter } from '@backstage/ui';
import type { JsonObject } from '@backstage/types';
import type { Unreadable } from '../../../form/FormProvider';
import { describePath } from '../../../form/fieldIndex';
import { newSecretName } from '../../../form/secretValues';
import { useDialogStyles } from '../../../components/dialogStyles';
import { ProblemList } from '../../../components/ProblemList';
import { useStyles } from '../../../components/styles';
import { useStepFocus } from '../../../hooks/useStepFocus';
import { useT } from '../../../translations/useT';
import type { FieldExtension } from '../template/fieldExtensions';
import { FormFields } from './FormFields';
import { DryRunProblems, Restored } from './FormNotices';
import type { PlacedProblems } from '../problems/placeProblems';
import type { FormSections } from '../template/sections';
import { SpecEditor } from './SpecEditor';
import { StartedFrom } from './StartedFrom';
import { DialogSteps, STEP_HEADING } from '../../../components/DialogSteps';
import type { DialogTarget } from '../template/dialogTarget';
import { useFormProblems } from '../problems/useFormProblems';
import type { RequestForm } from '../formState/useRequestForm';

/** The first field that can be filled in; a select is a button with a list. */
const FIRST_FIELD = [
  'input:not([type="hidden"])',
  'textarea',
  'button[aria-haspopup="listbox"]',
]
  .map(field => `form ${field}:not([disabled]):not([tabindex="-1"])`)
  .join(', ');

/** All that the Template asks for on one page, or its spec as YAML. */
export function FormPanel(props: {
  sections: FormSections;
  target: DialogTarget;
  fields: FieldExtension[];
  form: RequestForm;
  dryRunProblems: PlacedProblems | undefined;
  onReview: () => void;
}) {
  const t = useT();
  const classes = useStyles();
  const dialogClasses = useDialogStyles();
  const { sections, target, fields, form, dryRunProblems } = props;
  const { spec } = sections;
  const [asYaml, setAsYaml] = useState(false);
  // Text that could not be read is there again when somebody comes back to it.
  const [brokenText, setBrokenText] = useState<string>();
  const [yamlWrong, setYamlWrong] = useState(false);
  // How often somebody wanted to go on with a text that has errors.
  const [vainPresses, setVainPresses] = useState(0);
  const problemList = useRef<HTMLDivElement>(null);
  const [unreadable] = useState<Unreadable>(() => new Map());
  const problems = useFormProblems({ ...props, unreadable });
  // What is wrong gets the focus, if something is.
  const content = useStepFocus(
    problems.first ? [] : [FIRST_FIELD, STEP_HEADING],
  );
  const yaml = asYaml && spec !== undefined;
  // The same function each time: every field is drawn anew for another one.
  const showYaml = useCallback(() => setAsYaml(true), []);
  // What the form shows again if the text cannot be read in the end.
  const specBefore = useRef(form.values.spec);
  if (!yaml) specBefore.current = form.values.spec;
  const showForm = () => {
    setAsYaml(false);
    if (brokenText === undefined) return;
    const { spec: _, ...others } = form.values;
    const old = specBefore.current;
    form.change(old === undefined ? others : { ...others, spec: old }, true);
  };
  const nameAt = useSecretNames(yaml);
  const { startAfresh } = form;
  const drawn = useMemo(
    () => ({
      ...form,
      change(values: RequestForm['values'], byPerson: boolean) {
        // What is filled in now is newer than a text that was left.
        if (byPerson) setBrokenText(undefined);
        form.change(values, byPerson);
      },
    }),
    [form],
  );

  const review = async () => {
    if (yaml && yamlWrong) setVainPresses(count => count + 1);
    else if (await problems.check()) props.onReview();
    else setAsYaml(false);
  };
  return (
    <>
      <DialogBody>
        <div ref={content} className={classes.column}>
          <div className={classes.spread}>
            <DialogSteps current="form" />
            {spec && (
              <Button
                size="small"
                variant="tertiary"
                onPress={yaml ? showForm : showYaml}
              >
                {t(yaml ? 'dialog.showForm' : 'dialog.showYaml')}
              </Button>
            )}
          </div>
          {form.note && <StartedFrom note={form.note} />}
          {form.restored && (
            <Restored
              at={form.restored}
              secrets={form.lostSecrets.map(path =>
                describePath(sections.schema, path, form.values),
              )}
              onStartAfresh={() => {
                setBrokenText(undefined);
                startAfresh();
              }}
            />
          )}
          {dryRunProblems &&
            problems.fromPlatform + dryRunProblems.others.length > 0 && (
              <DryRunProblems dryRunProblems={dryRunProblems} />
            )}
          {!yaml && brokenText !== undefined && (
            <Alert
              role="status"
              status="warning"
              icon
              title={t('dialog.yamlKept')}
            />
          )}
          {yaml ? (
            <SpecEditor
              spec={form.values.spec as JsonObject | undefined}
              text={brokenText}
              schema={spec}
              vainPresses={vainPresses}
              onChange={next => form.write(next, nameAt)}
              onText={text => {
                setBrokenText(text);
                // It is something to lose, too.
                if (text !== undefined) form.change(form.values, true);
              }}
              onBroken={setYamlWrong}
            />
          ) : (
            <FormFields
              // What is drawn begins again when the values do.
              key={form.restored ?? ''}
              sections={sections}
              target={target}
              fields={fields}
              form={drawn}
              unreadable={unreadable}
              problems={problems}
              problemList={problemList}
              showYaml={spec ? showYaml : undefined}
              onSubmit={() => void review()}
            />
          )}
        </div>
      </DialogBody>
      <DialogFooter className={dialogClasses.footer}>
        <div aria-live="polite" className={dialogClasses.remark}>
          {problems.withoutField.length > 0 && !yaml && (
            <div
              ref={problemList}
              role="region"
              aria-label={t('dialog.problems')}
              tabIndex={0}
              className={dialogClasses.problems}
            >
              <ProblemList
                problems={problems.withoutField.map(({ message }) => ({
                  message,
                }))}
              />
            </div>
          )}
        </div>
        <Button
          variant="primary"
          isPending={problems.checking}
          onPress={() => void review()}
        >
          {t('dialog.review')}
        </Button>
      </DialogFooter>
    </>
  );
}

/** A name for each secret of a text, the same until somebody leaves the text. */
function useSecretNames(editing: boolean): (path: string) => string {
  return useMemo(() => {
    const names = new Map<string, string>();
    return path => {
      const name = names.get(path) ?? newSecretName();
      names.set(path, name);
      return name;
    };
    // Names of another text are others.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [editing]);
}
