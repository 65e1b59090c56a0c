-- What the desk is told of before somebody asks. A key comes once, whether it is closed or not.
CREATE TABLE alarm (
  n INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
  key TEXT NOT NULL UNIQUE,
  rule TEXT NOT NULL,
  alarm TEXT NOT NULL,
  about TEXT NOT NULL,
  target TEXT NOT NULL,
  organ_slug TEXT REFERENCES organ (slug),
  due_on TEXT NOT NULL,
  facts TEXT NOT NULL,
  raised_at INTEGER NOT NULL,
  closed_at INTEGER,
  closed_by TEXT,
  reason TEXT,
  draft TEXT
);
CREATE INDEX alarm_target ON alarm (target);
CREATE INDEX alarm_open_any ON alarm (n) WHERE closed_at IS NULL;
CREATE INDEX alarm_closed_any ON alarm (n) WHERE closed_at IS NOT NULL;
CREATE INDEX alarm_open ON alarm (alarm, n) WHERE closed_at IS NULL;
CREATE INDEX alarm_open_organ ON alarm (organ_slug, alarm, n) WHERE closed_at IS NULL;
CREATE INDEX alarm_closed ON alarm (alarm, n) WHERE closed_at IS NOT NULL;
CREATE INDEX alarm_closed_organ ON alarm (organ_slug, alarm, n) WHERE closed_at IS NOT NULL;
