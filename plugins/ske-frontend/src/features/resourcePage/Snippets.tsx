import { useMemo } from 'react';
import { Tab, TabList, TabPanel, Tabs, Text } from '@backstage/ui';
import {
  fillTemplate,
  type Manifest,
  type SnippetTemplate,
} from '@syntasso/plugin-ske-common';
import { Code } from '../../components/Code';
import { CopyButton } from '../../components/CopyButton';
import { useStyles } from '../../components/styles';
import { useT } from '../../translations/useT';
import { useConnectStyles } from './connectStyles';
import { textOfParts } from './snippetText';

/** What somebody writes into their own things to use the Resource, ready to be copied. */
export function Snippets(props: {
  snippets: SnippetTemplate[];
  manifest: Manifest;
}) {
  const t = useT();
  const classes = useStyles();
  const { snippets, manifest } = props;
  if (snippets.length === 0) return null;
  return (
    <section aria-label={t('connect.snippets')}>
      <Tabs>
        <div className={classes.tabList}>
          <TabList aria-label={t('connect.snippets')}>
            {snippets.map(({ title }, index) => (
              <Tab key={`${index} ${title}`} id={String(index)}>
                {title}
              </Tab>
            ))}
          </TabList>
        </div>
        {snippets.map((snippet, index) => (
          <TabPanel key={`${index} ${snippet.title}`} id={String(index)}>
            <Snippet snippet={snippet} manifest={manifest} />
          </TabPanel>
        ))}
      </Tabs>
    </section>
  );
}

function Snippet(props: { snippet: SnippetTemplate; manifest: Manifest }) {
  const t = useT();
  const classes = useStyles();
  const connectClasses = useConnectStyles();
  const { snippet, manifest } = props;
  const { title, template, language } = snippet;
  const parts = useMemo(
    () => fillTemplate(template, manifest, language),
    [template, manifest, language],
  );
  const text = textOfParts(parts, t);
  const hasGaps = parts.some(({ kind }) => kind === 'gap');
  return (
    <div
      className={`${classes.tab} ${classes.column} ${connectClasses.snippet}`}
    >
      <div className={classes.spread}>
        <Text variant="body-small">
          {hasGaps ? t('connect.gaps') : t('connect.complete')}
        </Text>
        <CopyButton text={text} label={title} withText />
      </div>
      <Code label={title}>{text}</Code>
    </div>
  );
}
