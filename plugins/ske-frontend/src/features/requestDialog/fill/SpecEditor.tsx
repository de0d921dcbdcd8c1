import {
  Suspense,
  useEffect,
  useMemo,
  useState,
  type ComponentProps,
} from 'react';
import { Text } from '@backstage/ui';
import { useTemplateSecrets } from '@backstage/plugin-scaffolder-react';
import type { JsonObject } from '@backstage/types';
import type { ValueProblem } from '../../../form/validate';
import { Loading } from '../../../components/Loading';
import { NotLoaded } from '../../../components/NotLoaded';
import { useStyles } from '../../../components/styles';
import { useT } from '../../../translations/useT';
import { lazyOr } from '../../../utils/lazyOr';
import { useFormStyles } from './formStyles';
import { PlainYaml, type PlainYamlProps } from './PlainYaml';
import { readSpec, secretTexts, specText, type TextProblem } from './specYaml';

// An editor is much to load for those who only fill in a form.
const YamlEditor = lazyOr<
  ComponentProps<typeof import('./YamlEditor').default>
>(
  async () => (await import('./YamlEditor')).default,
  reason =>
    function EditorNotLoaded(props: PlainYamlProps) {
      return (
        <>
          <NotLoaded part="editor" reason={reason} holdsInput />
          <PlainYaml {...props} />
        </>
      );
    },
);

/** The whole spec as YAML, held against what the form's pages ask for. */
export function SpecEditor(props: {
  spec: JsonObject | undefined;
  /** A text that could not be read when it was left. */
  text: string | undefined;
  schema: JsonObject;
  /** With each one more, the cursor goes to the first error. */
  vainPresses: number;
  onChange: (spec: JsonObject) => void;
  /** Told a text that cannot be read, and when there is none any more. */
  onText: (broken: string | undefined) => void;
  /** Whether there are errors, so that it cannot go on. */
  onBroken: (broken: boolean) => void;
}) {
  const t = useT();
  const classes = useStyles();
  const formClasses = useFormStyles();
  const { schema, onChange, onBroken, onText } = props;
  const { secrets } = useTemplateSecrets();
  const texts = useMemo(
    () =>
      secretTexts(secrets, (secretKind, number) =>
        t(secretKind === 'stored' ? 'dialog.yamlStored' : 'dialog.yamlTyped', {
          number,
        }),
      ),
    [secrets, t],
  );
  const [text, setText] = useState(
    () => props.text ?? specText(props.spec, texts),
  );
  const hasSecrets = [...texts.byPlaceholder.values()].some(secretText =>
    text.includes(secretText),
  );
  const messages = useMemo(
    () => ({
      notAnObject: t('dialog.yamlNoObject'),
      unknown: (field: string) => t('dialog.yamlUnknown', { field }),
      problem: ({ key, values }: ValueProblem) => t(key, values),
    }),
    [t],
  );
  const readResult = useMemo(
    () => readSpec(text, schema, messages, texts),
    [text, schema, messages, texts],
  );
  const { problems } = readResult;
  const isBroken = problems.some(({ severity }) => severity === 'error');
  useEffect(() => onBroken(isBroken), [onBroken, isBroken]);
  const { vainPresses } = props;
  // What was pressed in vain before this text was opened is of no interest here.
  const [pressesBefore] = useState(vainPresses);
  const goTo = useMemo(
    () => {
      const firstError = problems.find(({ severity }) => severity === 'error');
      return firstError && vainPresses > pressesBefore
        ? { from: firstError.from }
        : undefined;
    },
    // Not while somebody mends the text.
    // eslint-disable-next-line react-hooks/exhaustive-deps
    [vainPresses],
  );
  useEffect(() => () => onBroken(false), [onBroken]);
  const change = (next: string) => {
    setText(next);
    const result = readSpec(next, schema, messages, texts);
    if (result.kind === 'spec') onChange(result.spec);
    onText(result.kind === 'broken' ? next : undefined);
  };
  return (
    <div className={formClasses.form}>
      <Text as="h3" weight="bold">
        {t('dialog.yaml')}
      </Text>
      {hasSecrets && (
        <Text as="p" color="secondary">
          {t('dialog.yamlSecrets')}
        </Text>
      )}
      <Suspense fallback={<Loading what={t('dialog.yaml')} heights={[200]} />}>
        <YamlEditor
          label={t('dialog.yaml')}
          text={text}
          problems={problems}
          goTo={goTo}
          onChange={change}
        />
      </Suspense>
      <ul
        className={classes.plainList}
        aria-label={t('dialog.yamlProblems')}
        aria-live="polite"
      >
        {problems.map(problem => (
          <li key={`${problem.from} ${problem.message}`}>
            <Text
              variant="body-small"
              color={problem.severity === 'error' ? 'danger' : 'secondary'}
            >
              {t('dialog.yamlLine', {
                line: String(lineOf(text, problem)),
                message: problem.message,
              })}
            </Text>
          </li>
        ))}
      </ul>
    </div>
  );
}

const lineOf = (text: string, { from }: TextProblem) =>
  text.slice(0, from).split('\n').length;
