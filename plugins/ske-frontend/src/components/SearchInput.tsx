import { useEffect, useState } from 'react';
import useDebounce from 'react-use/lib/useDebounce';
import { SearchField } from '@backstage/ui';
import { LONGEST_SEARCH } from '@syntasso/plugin-ske-common';

/** How long somebody pauses while they type what they look for. */
const PAUSE_MS = 300;

/** A field for a text to search for, which is told when somebody pauses. */
export function SearchInput(props: {
  label: string;
  sought: string;
  onChange: (sought: string) => void;
}) {
  const { label, sought, onChange } = props;
  const [text, setText] = useState(sought);
  // Whoever shows all looks for nothing any more.
  useEffect(() => {
    if (sought === '') setText('');
  }, [sought]);
  useDebounce(
    () => {
      if (text !== sought) onChange(text);
    },
    PAUSE_MS,
    [text],
  );
  return (
    <SearchField
      size="small"
      aria-label={label}
      placeholder={label}
      maxLength={LONGEST_SEARCH}
      value={text}
      onChange={setText}
    />
  );
}
