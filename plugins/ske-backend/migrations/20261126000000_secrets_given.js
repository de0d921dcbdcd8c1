/**
 * Which secrets somebody typed in with a request: the paths of their fields.
 *
 * @param {import('knex').Knex} knex
 */
exports.up = async function up(knex) {
  await knex.schema.alterTable('ske_requests', table => {
    table
      .text('secrets_given')
      .nullable()
      .comment('JSON list of paths, such as spec.password');
  });
};

/** @param {import('knex').Knex} knex */
exports.down = async function down(knex) {
  await knex.schema.alterTable('ske_requests', table => {
    table.dropColumn('secrets_given');
  });
};
