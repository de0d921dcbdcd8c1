import { makeStyles } from '@material-ui/core/styles';
import { Link } from '@backstage/core-components';
import { HighlightedSearchResultText } from '@backstage/plugin-search-react';
import type {
  ResultHighlight,
  SearchDocument,
} from '@backstage/plugin-search-common';
import { Text } from '@backstage/ui';
import {
  foundDocumentSchema,
  type FoundDocument,
} from '@syntasso/plugin-ske-common';
import { HealthWord } from '../../components/HealthBadge';
import { isHealthState } from '../../utils/entityHealth';
import { usePresentHealth } from './usePresentHealth';

/** More fields that match say no more. */
const MOST_LINES = 3;

const useStyles = makeStyles({
  item: {
    display: 'grid',
    gap: 'var(--bui-space-1, 4px)',
    width: '100%',
    overflowWrap: 'anywhere',
  },
  title: {
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'center',
    gap: 'var(--bui-space-2, 8px)',
    fontSize: 'var(--bui-font-size-4, 1rem)',
    fontWeight: 600,
  },
});

/**
 * A Promise or Resource that search has found: how it is, and what matches, also among
 * the fields that were asked for.
 */
export function SearchResultItem(props: {
  result?: SearchDocument;
  highlight?: ResultHighlight;
}) {
  const classes = useStyles();
  const { result, highlight } = props;
  const found = foundDocumentSchema.safeParse(result).data;
  if (!result) return null;
  const shown = (field: 'title' | 'text') => (
    <Highlighted
      text={highlight?.fields[field] ?? result[field]}
      highlight={highlight}
    />
  );
  return (
    <div className={classes.item}>
      <div className={classes.title}>
        <Link noTrack to={result.location}>
          {shown('title')}
        </Link>
        {found && <FoundHealth found={found} />}
      </div>
      <Text as="p" variant="body-small" color="secondary">
        {shown('text')}
      </Text>
      {linesThatMatch(highlight).map(line => (
        <Text as="p" key={line} variant="body-small">
          <Highlighted text={line} highlight={highlight} />
        </Text>
      ))}
    </div>
  );
}

/** The index is made anew from time to time only: meanwhile the catalog knows better. */
function FoundHealth(props: { found: FoundDocument }) {
  const { location, health } = props.found;
  const state = usePresentHealth(location) ?? health;
  return isHealthState(state) ? <HealthWord state={state} /> : null;
}

function Highlighted(props: {
  text: string;
  highlight: ResultHighlight | undefined;
}) {
  const { text, highlight } = props;
  return highlight ? (
    <HighlightedSearchResultText
      text={text}
      preTag={highlight.preTag}
      postTag={highlight.postTag}
    />
  ) : (
    <>{text}</>
  );
}

/** The fields that were asked for and match; the rest of a spec is long. */
function linesThatMatch(highlight: ResultHighlight | undefined): string[] {
  if (!highlight?.fields.spec) return [];
  const lines = highlight.fields.spec
    .split('\n')
    .filter(line => line.includes(highlight.preTag));
  return [...new Set(lines)].slice(0, MOST_LINES);
}
