/**
 * Requests: what people have asked for, how it stands, and how it ended.
 *
 * @param {import('knex').Knex} knex
 */
exports.up = async function up(knex) {
  await knex.schema.createTable('ske_requests', table => {
    table.comment('What people have asked for, and how it stands');
    table.string('id', 36).primary();
    table
      .text('key')
      .notNullable()
      .comment('Promise, namespace, name, and whether it is a deletion');
    table.string('promise', 253).notNullable();
    table.string('api_version', 320).notNullable();
    table.string('api_group', 253).notNullable();
    table.string('kind', 63).notNullable();
    table.string('namespace', 63).notNullable();
    table.string('name', 253).notNullable();
    table.string('action', 16).notNullable();
    table.string('delivery', 16).notNullable();
    table.string('state', 16).notNullable();
    table.string('outcome', 16).nullable();
    table.text('message').nullable();
    table.text('manifest').nullable().comment('YAML, secrets masked');
    table.text('before').nullable().comment('YAML of what was there');
    table.text('requested_by').nullable();
    table.string('task_id', 64).nullable();
    table.text('pull_request_url').nullable();
    table.text('pull_request').nullable().comment('JSON, as the host says');
    table.text('requests_repo_url').nullable();
    table.text('context').notNullable().comment('JSON, what sending it needs');
    table.text('receipt').nullable().comment('JSON, what sending it left');
    // Times are RFC 3339 in UTC, so that they compare as text everywhere.
    table.string('recorded_at', 32).notNullable();
    table.string('sent_at', 32).nullable();
    table.string('landed_at', 32).nullable();
    table.string('done_at', 32).nullable();
    table.string('checked_at', 32).nullable();
    table.string('lease_until', 32).nullable();
    table.string('lease_by', 64).nullable();
    table.index(['state'], 'ske_requests_state');
    table.index(
      ['api_group', 'kind', 'namespace', 'name'],
      'ske_requests_resource',
    );
    table.index(['done_at'], 'ske_requests_done');
  });
  // One request for the same thing is on its way at a time.
  await knex.raw(
    `CREATE UNIQUE INDEX ske_requests_open ON ske_requests (key) WHERE state IN ('recorded', 'sent')`,
  );
};

/** @param {import('knex').Knex} knex */
exports.down = async function down(knex) {
  await knex.schema.dropTable('ske_requests');
};
