-- How cases are worked on: who has them, how they came in, and what staff wrote about them.
ALTER TABLE case_file ADD COLUMN assignee TEXT REFERENCES staff (id);
ALTER TABLE case_file ADD COLUMN source TEXT NOT NULL DEFAULT 'web'
  CHECK (source IN ('web', 'phone', 'letter', 'visit', 'hotline'));
-- The number that another body gave to it, such as 12345.
ALTER TABLE case_file ADD COLUMN external_number TEXT;
CREATE INDEX case_handler ON case_file (handler_slug, state) WHERE handler_slug IS NOT NULL;
CREATE INDEX case_closed ON case_file (updated_at, receipt);

-- What staff wrote beside a step, for other staff: it is not sealed, so it names no filer.
CREATE TABLE case_paper (
  receipt TEXT NOT NULL,
  seq INTEGER NOT NULL,
  kind TEXT NOT NULL,
  text TEXT NOT NULL,
  PRIMARY KEY (receipt, seq, kind),
  FOREIGN KEY (receipt, seq) REFERENCES case_trail (receipt, seq)
);
