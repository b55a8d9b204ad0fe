/** @param {import('knex').Knex} knex */
exports.up = async knex => {
  await knex.schema.createTable('requests', table => {
    table.comment('A change that somebody asked for, from the form to in sync');
    table.string('id').primary();
    table.string('fleet').notNullable();
    table.string('branch').notNullable();
    table
      .string('open_key')
      .unique()
      .comment('fleet and branch while the request is open: one at a time');
    table.string('kind').notNullable();
    table.string('title').notNullable();
    table.text('change').notNullable().comment('JSON of the change asked for');
    table.text('clusters').notNullable().comment('JSON list of names');
    table.string('workspace');
    table.string('requester').notNullable().comment('Entity reference');
    table.string('phase').notNullable();
    table.string('base_commit').notNullable();
    table.integer('number').comment('Of the pull request');
    table.string('url');
    table.string('pull_request_state');
    table.string('head_sha');
    table.string('merge_commit');
    table.text('verdict').comment('JSON');
    table
      .string('judged')
      .comment('Head, base and approvals that the verdict is of');
    table.text('times').notNullable().comment('JSON: stage to time reached');
    table.text('message');
    table.string('created_at').notNullable();
    table.string('updated_at').notNullable();
    table.index(['fleet', 'created_at']);
    table.index(['phase']);
  });
  await knex.schema.createTable('request_clusters', table => {
    table.comment('Which clusters a request changes, for look-ups by cluster');
    table
      .string('request_id')
      .notNullable()
      .references('requests.id')
      .onDelete('CASCADE');
    table.string('fleet').notNullable();
    table.string('cluster').notNullable();
    table.primary(['request_id', 'cluster']);
    table.index(['fleet', 'cluster']);
  });
};

/** @param {import('knex').Knex} knex */
exports.down = async knex => {
  await knex.schema.dropTable('request_clusters');
  await knex.schema.dropTable('requests');
};
