/** Idempotent: it runs at each start. */
export const SCHEMA = `
CREATE TABLE IF NOT EXISTS repositories (
  id INTEGER PRIMARY KEY,
  owner TEXT NOT NULL COLLATE NOCASE,
  name TEXT NOT NULL COLLATE NOCASE,
  description TEXT,
  default_branch TEXT NOT NULL,
  required_statuses TEXT NOT NULL DEFAULT '[]',
  required_approvals INTEGER NOT NULL DEFAULT 0,
  created_at TEXT NOT NULL,
  pushed_at TEXT NOT NULL,
  UNIQUE (owner, name)
);
CREATE TABLE IF NOT EXISTS pulls (
  id INTEGER PRIMARY KEY,
  repository INTEGER NOT NULL REFERENCES repositories (id),
  number INTEGER NOT NULL,
  title TEXT NOT NULL,
  body TEXT,
  state TEXT NOT NULL CHECK (state IN ('open', 'closed')),
  draft INTEGER NOT NULL DEFAULT 0,
  author TEXT NOT NULL,
  head_branch TEXT NOT NULL,
  head_sha TEXT NOT NULL,
  base_branch TEXT NOT NULL,
  base_sha TEXT NOT NULL,
  merge_sha TEXT,
  merged_by TEXT,
  merged_at TEXT,
  created_at TEXT NOT NULL,
  updated_at TEXT NOT NULL,
  closed_at TEXT,
  UNIQUE (repository, number)
);
CREATE UNIQUE INDEX IF NOT EXISTS one_open_pull ON pulls
  (repository, head_branch, base_branch) WHERE state = 'open';
CREATE TABLE IF NOT EXISTS reviews (
  id INTEGER PRIMARY KEY,
  pull INTEGER NOT NULL REFERENCES pulls (id),
  author TEXT NOT NULL,
  state TEXT NOT NULL,
  body TEXT NOT NULL,
  commit_sha TEXT NOT NULL,
  submitted_at TEXT NOT NULL
);
CREATE INDEX IF NOT EXISTS reviews_of_pull ON reviews (pull);
CREATE TABLE IF NOT EXISTS review_requests (
  pull INTEGER NOT NULL REFERENCES pulls (id),
  kind TEXT NOT NULL CHECK (kind IN ('user', 'team')),
  name TEXT NOT NULL,
  PRIMARY KEY (pull, kind, name)
);
CREATE TABLE IF NOT EXISTS assignees (
  pull INTEGER NOT NULL REFERENCES pulls (id),
  login TEXT NOT NULL,
  PRIMARY KEY (pull, login)
);
CREATE TABLE IF NOT EXISTS labels (
  id INTEGER PRIMARY KEY,
  repository INTEGER NOT NULL REFERENCES repositories (id),
  name TEXT NOT NULL COLLATE NOCASE,
  color TEXT NOT NULL,
  description TEXT,
  UNIQUE (repository, name)
);
CREATE TABLE IF NOT EXISTS pull_labels (
  pull INTEGER NOT NULL REFERENCES pulls (id),
  label INTEGER NOT NULL REFERENCES labels (id),
  PRIMARY KEY (pull, label)
);
CREATE TABLE IF NOT EXISTS comments (
  id INTEGER PRIMARY KEY,
  pull INTEGER NOT NULL REFERENCES pulls (id),
  author TEXT NOT NULL,
  body TEXT NOT NULL,
  created_at TEXT NOT NULL,
  updated_at TEXT NOT NULL
);
CREATE INDEX IF NOT EXISTS comments_of_pull ON comments (pull);
CREATE TABLE IF NOT EXISTS statuses (
  id INTEGER PRIMARY KEY,
  repository INTEGER NOT NULL REFERENCES repositories (id),
  sha TEXT NOT NULL,
  context TEXT NOT NULL,
  state TEXT NOT NULL,
  description TEXT,
  target_url TEXT,
  creator TEXT NOT NULL,
  created_at TEXT NOT NULL
);
CREATE INDEX IF NOT EXISTS statuses_of_commit ON statuses (repository, sha);
CREATE TABLE IF NOT EXISTS check_runs (
  id INTEGER PRIMARY KEY,
  repository INTEGER NOT NULL REFERENCES repositories (id),
  sha TEXT NOT NULL,
  name TEXT NOT NULL,
  status TEXT NOT NULL,
  conclusion TEXT,
  details_url TEXT,
  external_id TEXT,
  output_title TEXT,
  output_summary TEXT,
  output_text TEXT,
  started_at TEXT,
  completed_at TEXT
);
CREATE INDEX IF NOT EXISTS check_runs_of_commit ON check_runs (repository, sha);
`;
