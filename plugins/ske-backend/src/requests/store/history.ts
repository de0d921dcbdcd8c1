import { resourceAnnotations } from '@syntasso/plugin-ske-common';
import type { Knex } from 'knex';
import type { RequestRow } from './requestRow';
import { TABLE } from './migrateTable';

const { requestedBy: BY } = resourceAnnotations;
const ERASED = 'somebody';

/** Erases people from the table: their requests stay, without their names. */
export async function forgetPeople(db: Knex, people: string[]): Promise<void> {
  for (const person of people) {
    const rows = await db<RequestRow>(TABLE)
      .where({ requested_by: person })
      // What others have asked for may be a change of something that was theirs.
      .orWhere('manifest', 'like', `%${BY}%${person}%`)
      .orWhere({ owner: person })
      .select('id', 'requested_by', 'context', 'manifest', 'owner');
    for (const row of rows) {
      await db<RequestRow>(TABLE)
        .where({ id: row.id })
        .update(withoutPerson(row, person));
    }
  }
}

/** What of a row changes when a person is erased from it. */
export function withoutPerson(
  row: Pick<RequestRow, 'requested_by' | 'context' | 'manifest' | 'owner'>,
  person: string,
): Partial<RequestRow> {
  // As YAML, and as JSON where it is long.
  const manifest =
    row.manifest
      ?.replaceAll(`${BY}: ${person}\n`, `${BY}: ${ERASED}\n`)
      .replaceAll(`"${BY}": "${person}"`, `"${BY}": "${ERASED}"`) ?? null;
  const isRequester = row.requested_by === person;
  const isOwner = row.owner === person;
  if (!isRequester && !isOwner) return { manifest };
  // A pull request's text names them.
  const context = row.context.replaceAll(person, ERASED);
  return {
    ...(isRequester ? { requested_by: null, task_id: null } : {}),
    ...(isOwner ? { owner: null } : {}),
    // It need not be written as a whole there.
    context: isOwner ? withOwner(context, ERASED) : context,
    manifest,
  };
}

const withOwner = (context: string, owner: string): string =>
  JSON.stringify({ ...JSON.parse(context), owner });

/** Deletes the requests that ended before. @returns how many there were */
export const pruneHistory = (db: Knex, before: Date): Promise<number> =>
  db<RequestRow>(TABLE)
    .where({ state: 'done' })
    .where('done_at', '<', before.toISOString())
    .delete();
