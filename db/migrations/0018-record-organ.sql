-- Records on file of one organ, page by page: what is wrong with its data is listed at the desk.
CREATE INDEX record_organ ON record (organ_slug, id) WHERE state IN ('public', 'withheld');
