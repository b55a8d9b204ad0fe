// Times are RFC 3339 UTC with milliseconds, as text: the same on every database, and they sort.

/** @param {import('knex').Knex} knex */
exports.up = async knex => {
  await clusters(knex);
  await agents(knex);
  await reports(knex);
  await drift(knex);
  await timeline(knex);
};

/** @param {import('knex').Knex} knex */
exports.down = async knex => {
  for (const table of [
    'timeline_events',
    'drift_points',
    'drift_days',
    'correction_hits',
    'corrected_drift',
    'drift_episodes',
    'resources',
    'infrastructure',
    'parts',
    'reports',
    'seen_tokens',
    'enrolment_tokens',
    'agents',
    'cluster_labels',
    'clusters',
  ]) {
    await knex.schema.dropTable(table);
  }
};

async function clusters(knex) {
  await knex.schema.createTable('clusters', table => {
    table.comment(
      'What Git says of each cluster, and the state it was last seen in',
    );
    table.string('fleet').notNullable();
    table.string('name').notNullable();
    table.primary(['fleet', 'name']);

    table.string('owner').notNullable().comment('Entity reference');
    table.text('labels').notNullable().comment('JSON object');
    table.string('environment');
    table.string('region');
    table.string('model_name').notNullable();
    table.string('model_version').notNullable();
    table.text('newer_versions').notNullable().comment('JSON list');
    table.string('variant');
    table.string('provider').notNullable();
    table.string('managed_by');
    table.string('kubernetes').comment('As the model says');
    table.string('lifecycle').notNullable();
    table.text('parts').notNullable().comment('JSON list: parts with digests');
    table.text('problems').notNullable().comment('JSON list');
    table.string('git_digest').notNullable().comment('Of all columns from Git');
    table
      .string('added_at')
      .notNullable()
      .comment('Time of the commit that brought it');
    table
      .text('search')
      .notNullable()
      .comment('Name, owner and labels, in lower case');

    table
      .integer('epoch')
      .notNullable()
      .comment('Of the agent session that counts');
    table.string('state').notNullable();
    table.text('reason').notNullable();
    table
      .string('reason_since')
      .comment('The reason goes on with how long ago');
    table.string('last_known_state').comment('While the state is Unknown');
    table.boolean('needs_attention').notNullable();
    table.boolean('out_of_contact').notNullable();
    table.integer('weight').notNullable().comment('Worst has most');
    table.integer('drift_objects').comment('Null: not known');
    table.integer('drift_fields');
    table.integer('drift_low');
    table.integer('drift_medium');
    table.integer('drift_high');
    table.integer('drift_critical');
    table
      .boolean('applied')
      .notNullable()
      .comment('Every part, as it is in Git');
    table
      .string('settled_model')
      .comment('name/version that was last applied in full');
    table.string('upgrading_to');
    table.string('kubernetes_version').comment('As the cluster says');
    table
      .string('notified')
      .comment('Severity that the owner was last told of');
    table
      .string('fight_notified')
      .comment('Who keeps changing what, as last told');
    table.string('last_report_at');
    table.string('silent_at').comment('From then on nothing is known any more');
    table.string('recheck_at').comment('The state may change by time alone');

    table.index(['weight', 'fleet', 'name'], 'clusters_worst_first');
    table.index(['fleet', 'managed_by'], 'clusters_managed_by');
    table.index(['silent_at'], 'clusters_silent_at');
    table.index(['recheck_at'], 'clusters_recheck_at');
  });
  await knex.schema.createTable('cluster_labels', table => {
    table.string('fleet').notNullable();
    table.string('cluster').notNullable();
    table.string('key').notNullable();
    table.string('value').notNullable();
    table.primary(['fleet', 'cluster', 'key']);
    table.index(['key', 'value'], 'cluster_labels_key_value');
  });
}

async function agents(knex) {
  await knex.schema.createTable('agents', table => {
    table.comment('Who asks, or asked, to report for a cluster');
    table.string('id').primary();
    table.string('fleet').notNullable();
    table.string('cluster').notNullable();
    table.string('cluster_uid').notNullable();
    table.string('fingerprint').notNullable();
    table.text('public_key').notNullable().comment('JWK');
    table.string('state').notNullable();
    table.string('agent_version').notNullable();
    table.string('kubernetes_version');
    table.string('requested_at').notNullable();
    table.string('approved_at');
    table.string('approved_by').comment('Entity reference, token or automatic');
    table.unique(['fleet', 'cluster', 'fingerprint'], {
      indexName: 'agents_fingerprint',
    });
  });
  // One agent speaks for a cluster, whatever replicas do at the same moment.
  await knex.raw(
    "create unique index agents_approved on agents (fleet, cluster) where state = 'Approved'",
  );
  await knex.schema.createTable('enrolment_tokens', table => {
    table.comment('One-time tokens, each bound to a cluster');
    table.string('hash').primary().comment('SHA-256 of the token');
    table.string('fleet').notNullable();
    table.string('cluster').notNullable();
    table.string('created_by').notNullable();
    table.string('expires_at').notNullable();
    table.string('used_at');
    table.index(['expires_at'], 'enrolment_tokens_expires_at');
  });
  await knex.schema.createTable('seen_tokens', table => {
    table.comment('Signed tokens that were used: none is taken twice');
    table.string('issuer').notNullable();
    table.string('jti').notNullable();
    table.string('expires_at').notNullable();
    table.primary(['issuer', 'jti']);
    table.index(['expires_at'], 'seen_tokens_expires_at');
  });
}

async function reports(knex) {
  await knex.schema.createTable('reports', table => {
    table.comment('The last accepted report of each cluster');
    table.string('fleet').notNullable();
    table.string('cluster').notNullable();
    table.primary(['fleet', 'cluster']);
    table.string('agent_id').notNullable();
    table.integer('epoch').notNullable();
    table.integer('sequence').notNullable();
    table.string('digest').notNullable();
    table.string('observed_at').notNullable();
    table.string('received_at').notNullable();
    table.string('agent_version').notNullable();
    table.string('desired_revision');
    table.text('engine').comment('JSON');
    table
      .string('engine_since')
      .comment('Since when the engine fails or is suspended');
    table.text('counts').comment('JSON');
    table.text('nodes').comment('JSON');
    table.text('conditions').comment('JSON list');
    table.text('ignored').comment('JSON list');
  });
  await knex.schema.createTable('parts', table => {
    table.comment('What agents say of each part');
    table.string('fleet').notNullable();
    table.string('reporter').notNullable();
    table.string('cluster').notNullable().comment('The subject');
    table.string('name').notNullable();
    table.primary(['fleet', 'cluster', 'name', 'reporter']);
    table.string('digest').notNullable();
    table.boolean('applied').notNullable();
    table.string('state').notNullable();
    table.string('health').notNullable();
    table.text('message');
    table.integer('objects').notNullable();
    table.integer('drifted').notNullable();
    table.index(['fleet', 'reporter'], 'parts_reporter');
  });
  await knex.schema.createTable('infrastructure', table => {
    table.comment('What a management cluster says of its children');
    table.string('fleet').notNullable();
    table.string('cluster').notNullable().comment('The subject');
    table.primary(['fleet', 'cluster']);
    table.string('reporter').notNullable();
    table.string('as_of').notNullable();
    table.text('report').notNullable().comment('JSON');
  });
}

async function drift(knex) {
  await knex.schema.createTable('resources', table => {
    table.comment('Objects that are not current or are not in sync');
    table.string('fleet').notNullable();
    table.string('reporter').notNullable();
    table.string('cluster').notNullable().comment('The subject');
    table.string('key', 1000).notNullable();
    table.primary(['fleet', 'reporter', 'key']);
    table.string('part').notNullable();
    table.text('ref').notNullable().comment('JSON');
    table.string('health').notNullable();
    table.text('message');
    table.string('state').notNullable();
    table.string('severity');
    table.text('reason');
    table.string('since');
    table.text('fields').notNullable().comment('JSON list');
    table.integer('total_fields').notNullable();
    table.index(['fleet', 'cluster'], 'resources_subject');
  });
  await knex.schema.createTable('drift_episodes', table => {
    table.comment('Drift of one object from first seen to gone');
    table.string('id').primary();
    table.string('fleet').notNullable();
    table.string('cluster').notNullable();
    table.string('key', 1000).notNullable();
    table.string('onset_at').comment('As the object itself tells');
    table.string('detected_at').notNullable();
    table.string('resolved_at');
    table.index(['fleet', 'cluster', 'resolved_at'], 'drift_episodes_open');
  });
  await knex.schema.createTable('corrected_drift', table => {
    table.comment('Drift that the engine has put back');
    table.string('id').primary().comment('Digest of what makes it one entry');
    table.string('fleet').notNullable();
    table.string('cluster').notNullable();
    table
      .string('identity')
      .notNullable()
      .comment('Digest of object, manager and fields');
    table.string('part').notNullable();
    table.text('ref').notNullable().comment('JSON');
    table.text('manager').notNullable().comment('JSON');
    table.text('fields').notNullable().comment('JSON list');
    table.string('severity').notNullable();
    table.string('first_detected_at').notNullable();
    table.string('detected_at').notNullable();
    table.string('corrected_at').notNullable();
    table.integer('count').notNullable();
    table.index(['fleet', 'cluster', 'corrected_at'], 'corrected_drift_latest');
  });
  await knex.schema.createTable('correction_hits', table => {
    table.comment('How often, and when, something was put back');
    table.string('fleet').notNullable();
    table.string('cluster').notNullable();
    table.string('identity').notNullable();
    table.string('at').notNullable();
    table.integer('count').notNullable();
    table.index(['fleet', 'cluster', 'at'], 'correction_hits_at');
  });
  await knex.schema.createTable('drift_days', table => {
    table.comment(
      'Drifted objects at the worst moment of a day; no row: nothing was heard',
    );
    table.string('fleet').notNullable();
    table.string('cluster').notNullable();
    table.string('day').notNullable();
    table.integer('drifted').notNullable();
    table.primary(['fleet', 'cluster', 'day']);
  });
  await knex.schema.createTable('drift_points', table => {
    table.comment('Drifted objects from then on; null: not known');
    table.increments('id');
    table.string('fleet').notNullable();
    table.string('cluster').notNullable();
    table.string('at').notNullable();
    table.integer('drifted');
    table.index(['fleet', 'cluster', 'at'], 'drift_points_at');
  });
}

async function timeline(knex) {
  await knex.schema.createTable('timeline_events', table => {
    table.string('id').primary();
    table.string('fleet').notNullable();
    table.string('cluster').notNullable();
    table.string('at').notNullable();
    table.string('type').notNullable();
    table.string('severity');
    table.text('title').notNullable();
    table.text('detail');
    table.text('ref').comment('JSON');
    table.string('actor');
    table.string('request_id');
    table.index(['fleet', 'cluster', 'at'], 'timeline_events_at');
    table.index(['at'], 'timeline_events_age');
  });
}
