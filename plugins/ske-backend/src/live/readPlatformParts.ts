import {
  oncePerObject,
  type Manifest,
  type PlatformPart,
  type PlatformParts,
  type Unseen,
} from '@syntasso/plugin-ske-common';
import type { SharedInformer } from '@syntasso/plugin-ske-node';
import { maskText } from '../redaction/maskText';
import type { PlatformPartsSpec, Watches } from './ClusterEngine';

/** Most parts of one kind that are told one by one. */
const MOST_PARTS = 100;
/** A state store may answer with a whole page. */
const LONGEST_MESSAGE = 500;
/** So much of it is looked at: a secret that is cut in two is not known as one. */
const LOOKED_AT = 4_000;

/** The order in which somebody has to look at them. */
const ORDER: Record<PlatformPart['health'], number> = {
  notReady: 0,
  unknown: 1,
  ready: 2,
};

/** The parts of one kind, or why the credential does not see them. */
export function readPlatformParts(
  watches: Watches,
  spec: PlatformPartsSpec,
): PlatformParts {
  const { role, watch } = spec;
  const informer = watches.watch(watch);
  const { group, plural } = informer.type;
  return {
    role,
    resource: group ? `${plural}.${group}` : plural,
    namespace: informer.list.namespace,
    seen:
      findUnseen(informer) ??
      seenParts(informer.store.list().map(partReaderOf(spec))),
  };
}

/** Reads a part once for each state of its object. */
const partReaderOf = oncePerObject(({ partOf }: PlatformPartsSpec) =>
  oncePerObject((object: Manifest): PlatformPart => {
    const { message, ...part } = partOf(object);
    if (!message) return part;
    const masked = maskText(message.slice(0, LOOKED_AT), []);
    return { ...part, message: masked.slice(0, LONGEST_MESSAGE) };
  }),
);

function seenParts(parts: PlatformPart[]): PlatformParts['seen'] {
  return {
    state: 'seen',
    total: parts.length,
    notReady: parts.filter(({ health }) => health === 'notReady').length,
    items: parts
      .sort(
        (a, b) =>
          ORDER[a.health] - ORDER[b.health] || a.name.localeCompare(b.name),
      )
      .slice(0, MOST_PARTS),
  };
}

/** Why a watch cannot tell what there is; undefined when it can. */
export function findUnseen({ state }: SharedInformer): Unseen | undefined {
  switch (state.kind) {
    case 'denied':
      return { state: 'denied', reason: state.reason };
    case 'absent':
      return { state: 'absent' };
    case 'stale':
      // What was seen with a right that has been taken away is not shown any longer.
      if (state.forbidden) return { state: 'denied', reason: state.reason };
      return state.incomplete
        ? { state: 'unread', reason: state.reason }
        : undefined;
    default:
      return undefined;
  }
}
