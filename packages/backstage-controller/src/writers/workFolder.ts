import { createHash } from 'node:crypto';
import {
  asText,
  at,
  objectsOf,
  ROOT_GROUP_ID,
  type Manifest,
} from '@syntasso/plugin-ske-common';
import type { OutputId } from './EntityWriter';

/** So many characters of an id Kratix makes a folder of. */
const FOLDER_LENGTH = 5;
/** Each one is taken once in a million times. */
const ATTEMPTS = 20;

/** The id of a Work's group of workloads. */
export const groupIdIn = (work: Manifest | undefined): string | undefined =>
  asText(at(objectsOf(at(work, 'spec', 'workloadGroups'))[0], 'id'));

/** The folder in which Kratix puts a Resource's file: the same only for the same folder. */
export const folderKeyOf = (
  id: Extract<OutputId, { kind: 'resource' }>,
  groupId: string,
): string =>
  JSON.stringify([
    ...[id.promise, id.name, id.portal !== undefined],
    groupId.slice(0, FOLDER_LENGTH),
  ]);

/**
 * The id of an output's group of workloads. All Works are in one namespace, so that Resources
 * of the same name in different ones need folders of their own: they would delete each
 * other's files. What Kratix takes of an id is short enough for two to be alike, by chance
 * or because somebody has looked for a name that does it.
 *
 * @param present - the id that its Work has: it stays where it can
 * @param isTaken - whether the folder of an id is that of another Resource
 */
export function groupIdOf(
  id: OutputId,
  present: string | undefined,
  isTaken: (groupId: string) => boolean,
): string {
  if (id.kind === 'promise') return ROOT_GROUP_ID;
  const text = `${id.namespace}/${id.name}`;
  const ids = Array.from({ length: ATTEMPTS }, (_, attempt) =>
    createHash('md5')
      .update(attempt === 0 ? text : `${text}#${attempt}`)
      .digest('hex'),
  );
  const kept = ids.filter(one => one === present);
  return [...kept, ...ids].find(one => !isTaken(one)) ?? ids[0];
}
