-- Mail to staff and calls of programs: what is to be told, to whom, and what became of it. Recipients are named by what they
-- are; their addresses lie in the place's settings. The key is the same for the same thing, so that it is queued once.
CREATE TABLE message (
  key TEXT PRIMARY KEY NOT NULL,
  recipient TEXT NOT NULL,
  event TEXT NOT NULL,
  receipt TEXT,
  detail TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('queued', 'sent', 'failed')),
  tries INTEGER NOT NULL,
  next_at INTEGER NOT NULL,
  at INTEGER NOT NULL,
  done_at INTEGER,
  trouble TEXT
);
CREATE INDEX message_queued ON message (next_at) WHERE state = 'queued';
CREATE INDEX message_case ON message (receipt) WHERE receipt IS NOT NULL;

-- How far of the publisher's outbox a program was told.
CREATE TABLE message_place (
  recipient TEXT PRIMARY KEY NOT NULL,
  outbox_id INTEGER NOT NULL
);
