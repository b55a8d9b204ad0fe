/** @param {import('knex').Knex} knex */
exports.up = async knex => {
  await knex.schema.alterTable('resources', table => {
    table
      .text('degraded')
      .comment('Why the comparison knew less than the cluster could tell');
  });
};

/** @param {import('knex').Knex} knex */
exports.down = async knex => {
  await knex.schema.alterTable('resources', table => {
    table.dropColumn('degraded');
  });
};
