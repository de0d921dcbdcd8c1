import { useEffect, useRef } from 'react';
import { TextAreaField } from '@backstage/ui';

/** What `PlainYaml` needs of what the editor gets. */
export interface PlainYamlProps {
  label: string;
  text: string;
  /** Where the cursor goes, each time that it is another one. */
  goTo: { from: number } | undefined;
  onChange: (text: string) => void;
}

/** A text area for YAML, where the editor cannot be had. */
export function PlainYaml(props: PlainYamlProps) {
  const { label, text, goTo, onChange } = props;
  const field = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const area = field.current?.querySelector('textarea');
    if (!goTo || !area) return;
    area.focus();
    area.setSelectionRange(goTo.from, goTo.from);
  }, [goTo]);
  return (
    <TextAreaField
      ref={field}
      aria-label={label}
      spellCheck="false"
      value={text}
      onChange={onChange}
      rows={10}
    />
  );
}
