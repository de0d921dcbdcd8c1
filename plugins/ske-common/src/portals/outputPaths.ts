import type { JsonValue } from '@backstage/types';
import { CATALOG_INFO } from '../entities/catalogInfo';
import { at, isObject } from '../kubernetes/json';

/** Label `kratix.io/pipeline-name` of Works for a portal: a folder of their paths. @public */
export const PORTAL_PIPELINE = 'portal-backstage-gen';

/** The same of the Backstage Controller. @public */
export const BACKSTAGE_PIPELINE = 'backstage-gen';

/** Id of the group of workloads in a Work's root: the MD5 of `.`, as Kratix has it. @public */
export const ROOT_GROUP_ID = '5058f1af8388633f609cadb75a75dc9d';

/** What a generate stage writes, below `/kratix/output`. @public */
export const GENERATE_DIRECTORY = 'backstage';

/** Where files of a Destination are. @public */
export interface OutputPlace {
  /** Of the state store. */
  storePath?: string;
  /** Of the Destination. */
  destinationPath?: string;
  /** Name of the pipeline. */
  pipeline: string;
  /** Id of the group of workloads. Default: {@link ROOT_GROUP_ID} */
  groupId?: string;
}

/** The file with a Promise's entities, as Kratix names it in a Destination. @public */
export const promiseOutputPath = (
  place: OutputPlace,
  promise: string,
): string => joinPath(place, ['dependencies', promise]);

/**
 * The file with a Resource's entity, as Kratix names it in a Destination.
 *
 * @param resource - its namespace is that of the Work; where no Work is written, its own
 * @public
 */
export const resourceOutputPath = (
  place: OutputPlace,
  {
    promise,
    namespace,
    name,
  }: Record<'promise' | 'namespace' | 'name', string>,
): string => joinPath(place, ['resources', namespace, promise, name]);

/** As Kratix does: empty segments vanish, and of the id five characters are left. */
function joinPath(
  {
    storePath = '',
    destinationPath = '',
    pipeline,
    groupId = ROOT_GROUP_ID,
  }: OutputPlace,
  folders: string[],
): string {
  return [
    ...storePath.split('/'),
    ...destinationPath.split('/'),
    ...folders,
    pipeline,
    groupId.slice(0, 5),
    CATALOG_INFO,
  ]
    .filter(segment => segment !== '' && segment !== '.')
    .join('/');
}

/** Where a generate stage sends its folder: Destinations with these labels. */
const BACKSTAGE_LABELS = { environment: 'backstage' };

/**
 * The content of `destination-selectors.yaml` with the one for the generated entities.
 * What other stages have put there stays; one for the same folder stays, too.
 *
 * @param existing - what the file says; undefined where it is not there
 * @param matchLabels - of the Destination. Default: `environment: backstage`
 * @public
 */
export function withDestinationSelector(
  existing: unknown,
  matchLabels: Record<string, string> = BACKSTAGE_LABELS,
): JsonValue[] {
  const selectors: JsonValue[] = Array.isArray(existing)
    ? existing.filter(isObject)
    : [];
  return selectors.some(one => at(one, 'directory') === GENERATE_DIRECTORY)
    ? selectors
    : [...selectors, { directory: GENERATE_DIRECTORY, matchLabels }];
}
