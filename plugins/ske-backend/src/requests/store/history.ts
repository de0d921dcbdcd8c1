import type { Knex } from 'knex';
import type { RequestRow } from './requestRow';
import { TABLE } from './migrateTable';

/** Erases people from the table: their requests stay, without their names. */
export async function forgetPeople(db: Knex, people: string[]): Promise<void> {
  for (const person of people) {
    const rows = await db<RequestRow>(TABLE)
      .where({ requested_by: person })
      .select('id', 'context');
    for (const { id, context } of rows) {
      await db<RequestRow>(TABLE)
        .where({ id })
        .update({
          requested_by: null,
          task_id: null,
          // A pull request's text names them.
          context: context.replaceAll(person, 'somebody'),
        });
    }
  }
}

/** Deletes the requests that ended before. @returns how many there were */
export const pruneHistory = (db: Knex, before: Date): Promise<number> =>
  db<RequestRow>(TABLE)
    .where({ state: 'done' })
    .where('done_at', '<', before.toISOString())
    .delete();
