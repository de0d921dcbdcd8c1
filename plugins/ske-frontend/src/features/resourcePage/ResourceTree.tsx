import type { ReactNode } from 'react';
import { Text } from '@backstage/ui';
import type {
  Placement,
  ResourceView,
  RunView,
} from '@syntasso/plugin-ske-common';
import { useStyles } from '../../components/styles';
import { useT } from '../../translations/useT';

/** A thing on the platform, and what it made. */
interface Node {
  /** What kind of thing it is. */
  kind: string;
  name: string;
  note?: string;
  made: Node[];
}

/** What made what: from the Promise to the files at each Destination. */
export function ResourceTree(props: { view: ResourceView }) {
  const t = useT();
  const classes = useStyles();
  return (
    <section aria-label={t('resource.tree')} className={classes.scroll}>
      <Text as="p" variant="body-small" color="secondary">
        {t('resource.treeText')}
      </Text>
      <ul className={classes.tree}>
        <Branch node={treeOf(props.view)} />
      </ul>
    </section>
  );
}

function Branch(props: { node: Node }): ReactNode {
  const classes = useStyles();
  const { kind, name, note, made } = props.node;
  return (
    <li>
      <span className={classes.inline}>
        <Text variant="body-small" color="secondary">
          {kind}
        </Text>
        <Text>{name}</Text>
        {note && (
          <Text variant="body-small" color="secondary">
            {note}
          </Text>
        )}
      </span>
      {made.length > 0 && (
        <ul>
          {made.map((child, index) => (
            <Branch key={`${child.kind} ${child.name} ${index}`} node={child} />
          ))}
        </ul>
      )}
    </li>
  );
}

/** The tree, in Kratix's own words: whoever looks here knows them. */
function treeOf(view: ResourceView): Node {
  const { manifest, promise, version } = view;
  const resource: Node = {
    kind: manifest.kind,
    name: manifest.metadata.name,
    note: manifest.metadata.namespace,
    made: [
      ...(version.bound
        ? [leaf('ResourceBinding', version.bound, version.running)]
        : []),
      ...view.runs.map(runNode),
      ...worksOf(view.placements),
    ],
  };
  return promise
    ? {
        kind: 'Promise',
        name: promise.name,
        note: promise.version,
        made: [resource],
      }
    : resource;
}

const leaf = (kind: string, name: string, note?: string): Node => ({
  kind,
  name,
  note,
  made: [],
});

const runNode = (run: RunView): Node => ({
  kind: 'Job',
  name: run.job,
  note: `${run.pipeline} · ${run.action} · ${run.state}`,
  made: run.pod
    ? [
        {
          ...leaf('Pod', run.pod),
          made: run.containers.map(({ name, state, exitCode }) =>
            leaf(
              'Container',
              name,
              exitCode === undefined ? state : `${state} (exit ${exitCode})`,
            ),
          ),
        },
      ]
    : [],
});

/** One node for each Work, with the Destinations it went to. */
function worksOf(placements: Placement[]): Node[] {
  const works = new Map<string, Node>();
  for (const placement of placements) {
    const work = works.get(placement.work) ?? leaf('Work', placement.work);
    works.set(placement.work, work);
    if (placement.destination === undefined) {
      work.note = placement.state;
      continue;
    }
    work.made.push({
      ...leaf('Destination', placement.destination, placement.state),
      made: placement.files.map(file => leaf('File', file)),
    });
  }
  return [...works.values()];
}
