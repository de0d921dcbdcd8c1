import { useEffect, useMemo, useRef } from 'react';
import {
  HighlightStyle,
  StreamLanguage,
  syntaxHighlighting,
} from '@codemirror/language';
import { yaml } from '@codemirror/legacy-modes/mode/yaml';
import { linter, lintGutter, type Diagnostic } from '@codemirror/lint';
import { tags } from '@lezer/highlight';
import CodeMirror, {
  EditorView,
  type ReactCodeMirrorRef,
} from '@uiw/react-codemirror';

/** Colours only from the design system, so that light and dark both are right. */
const theme = EditorView.theme({
  '&': {
    border: '1px solid var(--bui-border-2, var(--bui-border))',
    borderRadius: 'var(--bui-radius-2, 4px)',
    background: 'var(--bui-bg-neutral-1, transparent)',
    color: 'var(--bui-fg-primary)',
    fontSize: 'var(--bui-font-size-2, 0.8rem)',
  },
  '&.cm-focused': { outline: '2px solid var(--bui-ring, currentColor)' },
  '.cm-scroller': { fontFamily: 'var(--bui-font-monospace, monospace)' },
  '.cm-content': { caretColor: 'var(--bui-fg-primary)' },
  '.cm-gutters': {
    background: 'transparent',
    border: 0,
    color: 'var(--bui-fg-secondary)',
  },
  '.cm-activeLine, .cm-activeLineGutter': { background: 'transparent' },
  '.cm-tooltip': {
    background: 'var(--bui-bg-popover, var(--bui-bg-app))',
    color: 'var(--bui-fg-primary)',
    border: '1px solid var(--bui-border-2, var(--bui-border))',
  },
});

const highlighting = syntaxHighlighting(
  HighlightStyle.define([
    { tag: [tags.atom, tags.propertyName], fontWeight: '600' },
    { tag: tags.comment, color: 'var(--bui-fg-secondary)' },
  ]),
);

/** An editor for YAML that marks what is wrong where it is. Loaded when needed. */
export default function YamlEditor(props: {
  label: string;
  text: string;
  problems: Diagnostic[];
  /** Where the cursor goes, each time that it is another one. */
  goTo: { from: number } | undefined;
  onChange: (text: string) => void;
}) {
  const { label, text, problems, goTo, onChange } = props;
  const editor = useRef<ReactCodeMirrorRef>(null);
  useEffect(() => {
    const view = editor.current?.view;
    if (!goTo || !view) return;
    const anchor = Math.min(goTo.from, view.state.doc.length);
    view.dispatch({ selection: { anchor }, scrollIntoView: true });
    view.focus();
  }, [goTo]);
  const extensions = useMemo(
    () => [
      StreamLanguage.define(yaml),
      highlighting,
      theme,
      EditorView.lineWrapping,
      EditorView.contentAttributes.of({ 'aria-label': label }),
      lintGutter(),
      linter(
        view =>
          // What was marked in a longer text may be past the end of this one.
          problems.filter(({ to }) => to <= view.state.doc.length),
        { delay: 0 },
      ),
    ],
    [label, problems],
  );
  return (
    <CodeMirror
      ref={editor}
      value={text}
      theme="none"
      minHeight="220px"
      maxHeight="50vh"
      // Tab leads on to the next field, as everywhere.
      indentWithTab={false}
      basicSetup={{
        foldGutter: false,
        autocompletion: false,
        highlightActiveLine: false,
        syntaxHighlighting: false,
      }}
      extensions={extensions}
      onChange={onChange}
    />
  );
}
