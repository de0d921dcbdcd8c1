/**
 * Whether a row was written, or gone through since, by a version that stores no
 * secrets: the plugin goes through the others after it has started.
 *
 * @param {import('knex').Knex} knex
 */
exports.up = async function up(knex) {
  await knex.schema.alterTable('ske_requests', table => {
    table.boolean('redacted').notNullable().defaultTo(false);
  });
};

/** @param {import('knex').Knex} knex */
exports.down = async function down(knex) {
  await knex.schema.alterTable('ske_requests', table => {
    table.dropColumn('redacted');
  });
};
