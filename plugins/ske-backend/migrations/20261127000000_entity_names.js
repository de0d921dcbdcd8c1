/**
 * Names of entities in the catalog, and whose they are. An object keeps its name while
 * it lives, over restarts and in every replica.
 *
 * @param {import('knex').Knex} knex
 */
exports.up = async function up(knex) {
  await knex.schema.createTable('ske_entity_names', table => {
    table.comment('Names of entities in the catalog, and whose they are');
    table.text('platform').notNullable();
    table.string('entity_kind', 16).notNullable();
    table
      .string('name_key', 63)
      .notNullable()
      .comment('The name in lower case: the catalog compares without case');
    table.string('name', 63).notNullable();
    table
      .string('wanted', 63)
      .notNullable()
      .comment('What the object wanted when it got the name');
    table
      .text('object_key')
      .notNullable()
      .comment('Group, kind, namespace and name of the object');
    table.string('object_uid', 128).notNullable();
    // RFC 3339 in UTC, so that it compares as text everywhere.
    table.string('given_at', 32).notNullable();
    table.primary(['platform', 'entity_kind', 'name_key']);
    table.unique(['platform', 'entity_kind', 'object_key', 'object_uid'], {
      indexName: 'ske_entity_names_object',
    });
  });
};

/** @param {import('knex').Knex} knex */
exports.down = async function down(knex) {
  await knex.schema.dropTable('ske_entity_names');
};
