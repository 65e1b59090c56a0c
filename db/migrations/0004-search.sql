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
  until TEXT
);

CREATE TABLE search_source (
  seq INTEGER PRIMARY KEY NOT NULL,
  name TEXT NOT NULL,
  number TEXT NOT NULL,
  pinyin TEXT NOT NULL,
  title TEXT NOT NULL,
  body TEXT NOT NULL,
  filters TEXT NOT NULL,
  shown TEXT NOT NULL,
  digest TEXT NOT NULL
);

-- Overlapping pairs of characters, and the last one alone: any part of a text is a phrase of pairs. What goes in was cut
-- by the writer, which is twice as fast; this view says what comes out again, and has to cut the very same way.
CREATE VIEW search_pairs AS SELECT seq,
  (WITH RECURSIVE at (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM at WHERE i < length(name))
    SELECT group_concat(substr(name, i, 2), ' ') FROM at) AS name,
  (WITH RECURSIVE at (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM at WHERE i < length(number))
    SELECT group_concat(substr(number, i, 2), ' ') FROM at) AS number,
  (WITH RECURSIVE at (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM at WHERE i < length(pinyin))
    SELECT group_concat(substr(pinyin, i, 2), ' ') FROM at) AS pinyin,
  (WITH RECURSIVE at (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM at WHERE i < length(title))
    SELECT group_concat(substr(title, i, 2), ' ') FROM at) AS title,
  (WITH RECURSIVE at (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM at WHERE i < length(body))
    SELECT group_concat(substr(body, i, 2), ' ') FROM at) AS body,
  filters
FROM search_source;

-- `ascii`: everything beyond ASCII is part of a word, rare characters included; texts come folded.
CREATE VIRTUAL TABLE search_text USING fts5 (
  name, number, pinyin, title, body, filters,
  content = 'search_pairs', content_rowid = 'seq', columnsize = 0, tokenize = "ascii tokenchars '._-'"
);

CREATE TRIGGER search_source_goes BEFORE DELETE ON search_source BEGIN
  INSERT INTO search_text (search_text, rowid, name, number, pinyin, title, body, filters)
    SELECT 'delete', seq, name, number, pinyin, title, body, filters FROM search_pairs WHERE seq = old.seq;
END;
CREATE TRIGGER search_source_stays BEFORE UPDATE ON search_source BEGIN
  SELECT RAISE(ABORT, 'an entry of the search index is replaced, not changed');
END;
CREATE TRIGGER search_entry_goes AFTER DELETE ON search_entry BEGIN
  DELETE FROM search_source WHERE seq = old.seq;
END;
