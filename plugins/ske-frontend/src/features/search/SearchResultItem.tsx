import { makeStyles } from '@material-ui/core/styles';
import { Link } from '@backstage/core-components';
import { HighlightedSearchResultText } from '@backstage/plugin-search-react';
import type {
  ResultHighlight,
  SearchDocument,
} from '@backstage/plugin-search-common';
import { Text } from '@backstage/ui';
import { foundDocumentSchema } from '@syntasso/plugin-ske-common';
import { HealthWord } from '../../components/HealthBadge';
import { useStyles as useSharedStyles } from '../../components/styles';
import { isHealthState } from '../../utils/entityHealth';

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
  // The search opens in a dialog, too.
  const { readable } = useSharedStyles();
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
    <div className={`${classes.item} ${readable}`}>
      <div className={classes.title}>
        <Link noTrack to={result.location}>
          {shown('title')}
        </Link>
        {found && isHealthState(found.health) && (
          <HealthWord state={found.health} />
        )}
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
