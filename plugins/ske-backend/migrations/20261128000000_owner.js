/** `team-a` is `group:default/team-a`; the plugin writes others as a whole itself. */
function wholeRef(ref) {
  const parts = /^(?:([^:/]+):)?(?:([^:/]+)\/)?([^:/]+)$/.exec(ref);
  if (!parts) return ref;
  const [, kind = 'group', namespace = 'default', name] = parts;
  return `${kind}:${namespace}/${name}`.toLocaleLowerCase('en-US');
}

/**
 * The owner of the Resource to be, by which requests are found. Those that are on their way
 * get it from their context.
 *
 * @param {import('knex').Knex} knex
 */
exports.up = async function up(knex) {
  await knex.schema.alterTable('ske_requests', table => {
    table.text('owner').nullable().comment('Entity reference, whole');
  });
  const rows = await knex('ske_requests')
    .whereNot({ state: 'done' })
    .select('id', 'context');
  for (const { id, context } of rows) {
    const { owner } = JSON.parse(context);
    if (typeof owner === 'string') {
      await knex('ske_requests')
        .where({ id })
        .update({ owner: wholeRef(owner) });
    }
  }
};

/** @param {import('knex').Knex} knex */
exports.down = async function down(knex) {
  await knex.schema.alterTable('ske_requests', table => {
    table.dropColumn('owner');
  });
};
