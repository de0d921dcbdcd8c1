import { makeStyles } from '@material-ui/core/styles';
import { Link } from '@backstage/core-components';
import {
  HighlightedSearchResultText,
  useSearch,
  useSearchContextCheck,
} from '@backstage/plugin-search-react';
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
import { useStyles as useSharedStyles } from '../../components/styles';
import { isHealthState } from '../../utils/entityHealth';
import { markWords, type MarkTags } from './markWords';
import { usePresentHealth } from './usePresentHealth';

/** More fields that match say no more. */
const MOST_LINES = 3;

/** Used if the search engine gives no tags: private characters, which no text has. */
const TAGS: MarkTags = { preTag: '\uE000', postTag: '\uE001' };

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
export function SearchResultItem(props: ItemProps) {
  // The list of results may also be used outside of a search.
  return useSearchContextCheck() ? (
    <ItemOfSearch {...props} />
  ) : (
    <Item {...props} term="" />
  );
}

interface ItemProps {
  result?: SearchDocument;
  highlight?: ResultHighlight;
}

function ItemOfSearch(props: ItemProps) {
  const { term } = useSearch();
  return <Item {...props} term={term} />;
}

/** @param props.term - what was searched for */
function Item(props: ItemProps & { term: string }) {
  const classes = useStyles();
  // The search opens in a dialog, too.
  const { readable } = useSharedStyles();
  const { result, highlight, term } = props;
  const found = foundDocumentSchema.safeParse(result).data;
  if (!result) return null;
  const tags = highlight ?? TAGS;
  const shown = (field: 'title' | 'text') => (
    <Highlighted text={highlight?.fields[field] ?? result[field]} tags={tags} />
  );
  const spec =
    highlight?.fields.spec ?? markWords(found?.spec ?? '', term, tags);
  return (
    <div className={`${classes.item} ${readable}`}>
      <div className={classes.title}>
        <Link noTrack to={result.location}>
          {shown('title')}
        </Link>
        {found && <FoundHealth found={found} />}
      </div>
      <Text as="p" variant="body-small" color="secondary">
        {shown('text')}
      </Text>
      {linesWith(tags.preTag, spec).map(line => (
        <Text as="p" key={line} variant="body-small">
          <Highlighted text={line} tags={tags} />
        </Text>
      ))}
    </div>
  );
}

/** The index may be minutes old, so the catalog is asked; its health is shown until then. */
function FoundHealth(props: { found: FoundDocument }) {
  const { location, health } = props.found;
  const state = usePresentHealth(location) ?? health;
  return isHealthState(state) ? <HealthWord state={state} /> : null;
}

function Highlighted(props: { text: string; tags: MarkTags }) {
  const { text, tags } = props;
  return (
    <HighlightedSearchResultText
      text={text}
      preTag={tags.preTag}
      postTag={tags.postTag}
    />
  );
}

/** The fields that were asked for and match; the rest of a spec is long. */
const linesWith = (tag: string, spec: string): string[] =>
  [...new Set(spec.split('\n').filter(line => line.includes(tag)))].slice(
    0,
    MOST_LINES,
  );
