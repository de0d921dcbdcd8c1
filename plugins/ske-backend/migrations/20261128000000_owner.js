/** `team-a` is `group:default/team-a`; the plugin writes others as a whole itself. */
function wholeRef(ref) {
  const parts = /^(?:([^:/]+):)?(?:([^:/]+)\/)?([^:/]+)$/.exec(ref);
  if (!parts) return ref;
  const [, kind = 'group', namespace = 'default', name] = parts;
  return `${kind}:${namespace}/${name}`.toLocaleLowerCase('en-US');
}

/** Rows that are read and changed at the same time: a table may be long. */
const BATCH = 500;

/**
 * The owner of the Resource to be, by which requests are found. Those that are there get it
 * from their context; also those that have ended, as a pull request may be opened again, and
 * whoever is to be forgotten is looked for in all.
 *
 * @param {import('knex').Knex} knex
 */
exports.up = async function up(knex) {
  await knex.schema.alterTable('ske_requests', table => {
    table.text('owner').nullable().comment('Entity reference, whole');
  });
  let rows = [];
  do {
    const after = rows.at(-1)?.id ?? '';
    rows = await knex('ske_requests')
      .where('id', '>', after)
      .orderBy('id')
      .limit(BATCH)
      .select('id', 'context');
    for (const [owner, ids] of idsByOwner(rows)) {
      await knex('ske_requests').whereIn('id', ids).update({ owner });
    }
  } while (rows.length === BATCH);
};

/** One change for each owner: other replicas wait for the end of all. */
function idsByOwner(rows) {
  const idsOf = new Map();
  for (const { id, context } of rows) {
    const { owner } = JSON.parse(context);
    if (typeof owner === 'string' && owner !== '') {
      const whole = wholeRef(owner);
      idsOf.set(whole, [...(idsOf.get(whole) ?? []), id]);
    }
  }
  return idsOf;
}

/** @param {import('knex').Knex} knex */
exports.down = async function down(knex) {
  await knex.schema.alterTable('ske_requests', table => {
    table.dropColumn('owner');
  });
};
