import { useMemo, useState } from 'react';
import { makeStyles } from '@material-ui/core/styles';
import { useT } from '../translations/useT';
import { Code } from './Code';
import { diffRows, type DiffRow } from './diff';

const useDiffStyles = makeStyles({
  row: {
    display: 'block',
    // Also under a line that is longer than the box.
    minWidth: 'max-content',
    paddingLeft: '2ch',
    textIndent: '-2ch',
  },
  removed: {
    background: 'var(--bui-negative-bg-subdued)',
    textDecoration: 'none',
    '& mark': {
      background: 'var(--bui-negative-border)',
      color: 'inherit',
    },
  },
  added: {
    background: 'var(--bui-positive-bg-subdued)',
    textDecoration: 'none',
    '& mark': {
      background: 'var(--bui-positive-border)',
      color: 'inherit',
    },
  },
  fold: {
    display: 'block',
    padding: 0,
    border: 0,
    background: 'none',
    color: 'var(--bui-fg-secondary)',
    font: 'inherit',
    cursor: 'pointer',
    '&:hover, &:focus-visible': { textDecoration: 'underline' },
  },
});

/** What changes from one text to another. */
export function Diff(props: { label: string; before: string; after: string }) {
  const { label, before, after } = props;
  const rows = useMemo(() => diffRows(before, after), [before, after]);
  return (
    <Code label={label}>
      <Rows rows={rows} />
    </Code>
  );
}

/** Drawing thousands of rows would keep the page from answering. */
const SHOWN_AT_ONCE = 500;

function Rows(props: { rows: DiffRow[] }) {
  const t = useT();
  const classes = useDiffStyles();
  const [shown, setShown] = useState(SHOWN_AT_ONCE);
  const rest = props.rows.length - shown;
  return (
    <>
      {props.rows.slice(0, shown).map((row, index) => (
        // Rows have no identity but their place; the texts decide them all.
        // eslint-disable-next-line react/no-array-index-key
        <Row key={index} row={row} />
      ))}
      {rest > 0 && (
        <button
          type="button"
          className={classes.fold}
          onClick={() => setShown(shown + SHOWN_AT_ONCE)}
        >
          {`  … ${t('diff.more', {
            count: String(Math.min(rest, SHOWN_AT_ONCE)),
            rest: String(rest),
          })}`}
        </button>
      )}
    </>
  );
}

function Row(props: { row: DiffRow }) {
  const classes = useDiffStyles();
  const { row } = props;
  switch (row.kind) {
    case 'folded':
      return <Folded lines={row.lines} />;
    case 'same':
      return <span className={classes.row}>{`  ${row.text}`}</span>;
    default: {
      const isRemoved = row.kind === 'removed';
      // Read aloud as a deletion or an insertion.
      const Tag = isRemoved ? 'del' : 'ins';
      return (
        <Tag
          className={`${classes.row} ${
            isRemoved ? classes.removed : classes.added
          }`}
        >
          {isRemoved ? '- ' : '+ '}
          {row.parts.map((part, index) =>
            part.changed ? (
              // eslint-disable-next-line react/no-array-index-key
              <mark key={index}>{part.text}</mark>
            ) : (
              part.text
            ),
          )}
        </Tag>
      );
    }
  }
}

function Folded(props: { lines: string[] }) {
  const t = useT();
  const classes = useDiffStyles();
  const [open, setOpen] = useState(false);
  if (open) {
    return <Rows rows={props.lines.map(text => ({ kind: 'same', text }))} />;
  }
  return (
    <button
      type="button"
      className={classes.fold}
      onClick={() => setOpen(true)}
    >
      {`  … ${t('diff.unchanged', { count: props.lines.length })}`}
    </button>
  );
}
