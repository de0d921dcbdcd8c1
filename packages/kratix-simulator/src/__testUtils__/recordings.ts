import type { Corpus } from '@internal/testbed';
import {
  at,
  manifestSchema,
  objectsOf,
  type Manifest,
} from '@syntasso/plugin-ske-common';
import { parseAllDocuments } from 'yaml';

interface Recorded {
  mark?: string;
  resource?: string;
  type?: string;
  object: Manifest;
}

/** The objects in a file of a corpus. */
export const manifestsIn = (corpus: Corpus, ...path: string[]): Manifest[] =>
  parseAllDocuments(corpus.read(...path))
    .map(d => d.toJS() as unknown)
    .filter(Boolean)
    .map(d => manifestSchema.parse(d));

/** One of them. @throws Error when there is none of that name */
export function manifestNamed(
  corpus: Corpus,
  name: string,
  ...path: string[]
): Manifest {
  const found = manifestsIn(corpus, ...path).find(
    m => m.metadata.name === name,
  );
  if (!found) throw new Error(`${path.join('/')} has no ${name}`);
  return found;
}

/** The part of a status that is compared, as Kratix writes it. */
interface Status {
  conditions?: { type: string; status: string; reason: string }[];
  kratix?: { workflows?: { pipelines?: { name: string; phase: string }[] } };
  observedGeneration?: number;
}

/**
 * An object's state as text: what is compared with a recording. No times. Without our own
 * readers of status, which have tests elsewhere.
 */
export function stateOf(object: Manifest, type?: string): string {
  const status = (at(object, 'status') ?? {}) as Status;
  const conditions = (status.conditions ?? [])
    .map(c => `${c.type}=${c.status}/${c.reason}`)
    .sort();
  const pipelines = (status.kratix?.workflows?.pipelines ?? []).map(
    p => `${p.name}:${p.phase}`,
  );
  const labels = Object.keys(object.metadata.labels ?? {})
    .filter(l => l !== 'kratix.io/promise-name')
    .sort();
  return [
    type === 'DELETED' ? 'gone' : '',
    object.metadata.deletionTimestamp ? 'deleting' : '',
    conditions.join(' '),
    pipelines.join(' '),
    `observed ${status.observedGeneration ?? '-'}`,
    labels.join(' '),
  ]
    .filter(Boolean)
    .join(' | ');
}

/** States without those that are the same as the one before. */
export function collapse(states: string[]): string[] {
  return states.filter((state, index) => state !== states[index - 1]);
}

/** The part of a recording between two marks; without one: from the start, to the end. */
export interface Part {
  from?: string;
  until?: string;
}

/**
 * The states of one object in a recording. The first events of an action may stand a
 * little before its mark.
 *
 * @throws Error when the recording has no such mark or object
 */
export function recordedStates(
  corpus: Corpus,
  trace: string,
  plural: string,
  name: string,
  part: Part = {},
): string[] {
  const all = corpus
    .read('traces', trace)
    .trim()
    .split('\n')
    .map(line => JSON.parse(line) as Recorded);
  const indexOf = (mark: string) => {
    const index = all.findIndex(e => e.mark === mark);
    if (index === -1) throw new Error(`${trace} has no mark ${mark}`);
    return index;
  };
  const start = part.from === undefined ? 0 : indexOf(part.from);
  const end = part.until === undefined ? all.length : indexOf(part.until);
  const states = all
    .slice(start, end)
    .filter(
      e =>
        e.resource?.split('.')[0] === plural && e.object.metadata.name === name,
    )
    .map(e => stateOf(e.object, e.type));
  if (states.length === 0) throw new Error(`${trace} has no ${plural} ${name}`);
  return collapse(states);
}

/**
 * Leaves out the states that depend on a race: whether the pipeline ends before the
 * manager looks at it, and whether the scheduler places the Works before. Both do in the
 * recordings, and not always on a slow machine. Works that stay unplaced are kept.
 */
export const settled = (states: string[]) =>
  collapse(
    states
      .filter(
        (state, index) =>
          !/PipelinesInProgress/.test(state) &&
          !(/WorksPending/.test(state) && index < states.length - 1),
      )
      .map(state => state.replace(/ ?Reconciled=Unknown\/WorkflowPending/, '')),
  );

/** States without some labels, where a race decides when these come and go. */
export const withoutLabels = (states: string[], ...labels: string[]) =>
  collapse(
    states.map(state => {
      const [last, ...before] = state.split(' | ').reverse();
      if (last.startsWith('observed ')) return state;
      const left = last.split(' ').filter(label => !labels.includes(label));
      return [...before.reverse(), left.join(' ')].filter(Boolean).join(' | ');
    }),
  );

/**
 * The recorded objects under a name of their own for each test file, because all of them
 * share one platform: another API group, and prefixes for what is not in a namespace.
 */
export function underPrefix(manifest: Manifest, prefix: string): Manifest {
  const copy = manifestSchema.parse(
    JSON.parse(
      JSON.stringify(manifest)
        .replaceAll('waiting.example.org', `${prefix}.example.org`)
        .replaceAll('"environment":"', `"environment":"${prefix}-`),
    ),
  );
  if (copy.kind === 'Promise') {
    copy.metadata.name = `${prefix}-${copy.metadata.name}`;
  }
  const references = [
    ...objectsOf(at(copy, 'spec', 'requiredPromises')),
    ...objectsOf([at(copy, 'spec', 'promiseRef')]),
  ];
  for (const reference of references) {
    reference.name = `${prefix}-${reference.name}`;
  }
  return copy;
}

/**
 * Where an object went another way than the one in the recording: the first state that
 * differs, with its neighbours. Nothing where it did not.
 */
export function differenceOf(
  name: string,
  simulated: string[],
  recorded: string[],
): string {
  const length = Math.max(simulated.length, recorded.length);
  let index = 0;
  while (index < length && simulated[index] === recorded[index]) index += 1;
  if (index === length) return '';
  return [
    `${name} is different from its state ${index} on:`,
    ...neighbours('recorded ', recorded, index),
    ...neighbours('simulated', simulated, index),
  ].join('\n');
}

const neighbours = (what: string, states: string[], index: number) =>
  [-1, 0, 1, 2]
    .map(offset => index + offset)
    .filter(i => i >= 0)
    .map(i => {
      const pointer = i === index ? '>' : ' ';
      return `${pointer} ${what} ${i}  ${states[i] ?? '(ended)'}`;
    });

/**
 * The same for a part of a life that must be somewhere in it, state by state: for runs
 * that are slow, in which nothing depends on a race.
 */
export function differenceWithin(
  name: string,
  simulated: string[],
  part: string[],
): string {
  const starts = simulated.flatMap((state, i) =>
    state === part[0] ? [i] : [],
  );
  if (starts.length === 0) {
    return [`${name} never was:`, part[0], 'but:', ...simulated].join('\n');
  }
  const candidates = starts.map(start =>
    simulated.slice(start, start + part.length),
  );
  const agreement = (states: string[]) => {
    const other = states.findIndex((state, i) => state !== part[i]);
    return other === -1 ? states.length : other;
  };
  const [best] = [...candidates].sort((a, b) => agreement(b) - agreement(a));
  return differenceOf(name, best, part);
}
