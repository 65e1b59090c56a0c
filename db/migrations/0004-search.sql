-- Full text of public records. `search_entry` is what filters and counts read, narrow on purpose; `search_source` is what
-- the index is made of and what a result shows. One row of `search_entry` deleted takes everything along.
CREATE TABLE search_entry (
  -- Day of the decision, then order of arrival: the newest first is the order of the index itself.
  seq INTEGER PRIMARY KEY NOT NULL,
  id TEXT NOT NULL UNIQUE,
  kind TEXT NOT NULL,
  agency TEXT NOT NULL,
  year TEXT NOT NULL,
  state TEXT NOT NULL,
  categories TEXT NOT NULL,
  amount INTEGER,
  step INTEGER,
  -- The same number for entries that are alike in all that is counted: numbers are grouped four times as fast as words.
  alike INTEGER NOT NULL,
  until TEXT
);

CREATE TABLE search_source (
  seq INTEGER PRIMARY KEY NOT NULL,
  lead TEXT NOT NULL,
  body TEXT NOT NULL,
  filters TEXT NOT NULL,
  shown TEXT NOT NULL,
  digest TEXT NOT NULL
);

-- What the index holds: of `body`, overlapping pairs of characters and the last one alone; any part of a text is then a
-- phrase of pairs. The writer cuts them too, and has to cut the very same way. A long text is cut into pieces first:
-- substr() counts from the beginning each time.
CREATE VIEW search_pairs AS SELECT seq, lead,
  (WITH RECURSIVE
    piece (n, text) AS (
      SELECT 0, substr(body, 1, 65) UNION ALL SELECT n + 1, substr(body, (n + 1) * 64 + 1, 65) FROM piece WHERE length(text) > 64
    ),
    place (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM place WHERE i < 64)
    SELECT group_concat(pair, ' ') FROM (
      SELECT substr(text, i, 2) AS pair FROM piece CROSS JOIN place WHERE i <= length(text) ORDER BY n, i
    )) AS body,
  filters
FROM search_source;

-- `ascii`: everything beyond ASCII is part of a word, rare characters included; texts come folded.
CREATE VIRTUAL TABLE search_text USING fts5 (
  lead, body, filters,
  content = 'search_pairs', content_rowid = 'seq', columnsize = 0, tokenize = "ascii tokenchars '._-^='"
);

CREATE TRIGGER search_source_goes BEFORE DELETE ON search_source BEGIN
  INSERT INTO search_text (search_text, rowid, lead, body, filters)
    SELECT 'delete', seq, lead, body, filters FROM search_pairs WHERE seq = old.seq;
END;
CREATE TRIGGER search_source_stays BEFORE UPDATE ON search_source BEGIN
  SELECT RAISE(ABORT, 'an entry of the search index is replaced, not changed');
END;
CREATE TRIGGER search_entry_goes AFTER DELETE ON search_entry BEGIN
  DELETE FROM search_source WHERE seq = old.seq;
END;
