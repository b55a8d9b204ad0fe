/** @param {import('knex').Knex} knex */
exports.up = async knex => {
  await knex.schema.alterTable('agents', table => {
    table.text('next_public_key').comment('JWK; taken besides the present one');
    table.string('next_fingerprint');
    table.string('key_since').comment('When the present key was first used');
    table.string('rotation_asked_at').comment('A new key is wanted since then');
  });
};

/** @param {import('knex').Knex} knex */
exports.down = async knex => {
  await knex.schema.alterTable('agents', table => {
    table.dropColumns(
      'next_public_key',
      'next_fingerprint',
      'key_since',
      'rotation_asked_at',
    );
  });
};
