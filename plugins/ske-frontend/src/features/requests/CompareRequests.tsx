import { useState } from 'react';
import { Button, Select, Text } from '@backstage/ui';
import { makeStyles } from '@material-ui/core/styles';
import type { RequestRecord } from '@syntasso/plugin-ske-common';
import { LazyDiff } from '../../components/LazyDiff';
import { useStyles } from '../../components/styles';
import { useT, type T } from '../../translations/useT';
import { formatMoment } from '../../utils/formatTime';
import { readRef } from '../../utils/readRef';

const useCompareStyles = makeStyles({
  choices: {
    display: 'grid',
    gap: 'var(--bui-space-3, 12px)',
    gridTemplateColumns: 'repeat(auto-fit, minmax(min(100%, 220px), 1fr))',
  },
});

/** Any two of the requests, side by side as a difference. */
export function CompareRequests(props: { records: RequestRecord[] }) {
  const t = useT();
  const classes = useStyles();
  const compareClasses = useCompareStyles();
  const [isOpen, setIsOpen] = useState(false);
  const [chosen, setChosen] = useState<{ from?: string; to?: string }>({});
  const comparable = props.records.filter(
    ({ manifest }) => manifest !== undefined,
  );
  if (comparable.length < 2) return null;
  const find = (id: string | undefined, place: number) =>
    comparable.find(record => record.id === id) ?? comparable[place];
  // Newest first: what is looked for is mostly what the last one has changed.
  const from = find(chosen.from, 1);
  const to = find(chosen.to, 0);
  const options = comparable.map(record => ({
    value: record.id,
    label: nameOf(record, t),
  }));
  const isSame = from.manifest === to.manifest;
  return (
    <div className={classes.column}>
      <div>
        <Button
          size="small"
          variant="secondary"
          aria-expanded={isOpen}
          onPress={() => setIsOpen(!isOpen)}
        >
          {t('requests.compare')}
        </Button>
      </div>
      {isOpen && (
        <section className={classes.column} aria-label={t('requests.compare')}>
          <div className={compareClasses.choices}>
            <Select
              label={t('requests.from')}
              options={options}
              value={from.id}
              onChange={id => {
                if (id !== null) setChosen({ ...chosen, from: String(id) });
              }}
            />
            <Select
              label={t('requests.to')}
              options={options}
              value={to.id}
              onChange={id => {
                if (id !== null) setChosen({ ...chosen, to: String(id) });
              }}
            />
          </div>
          {isSame ? (
            <Text as="p">{t('requests.same')}</Text>
          ) : (
            <LazyDiff
              label={t('requests.comparison')}
              before={from.manifest ?? ''}
              after={to.manifest ?? ''}
            />
          )}
        </section>
      )}
    </div>
  );
}

/** What tells a request from the others, in one line. */
function nameOf(record: RequestRecord, t: T): string {
  const person = readRef(record.requestedBy)?.name ?? record.requestedBy;
  return [
    t(`requests.action.${record.action}`),
    formatMoment(record.recordedAt, t),
    ...(person ? [person] : []),
  ].join(' · ');
}
