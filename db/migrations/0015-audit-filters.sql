-- The audit is read by day, by who did it and by what was done, the newest first; by its target it is already.
CREATE INDEX audit_at ON audit (at);
CREATE INDEX audit_staff ON audit (staff_id, at) WHERE staff_id IS NOT NULL;
CREATE INDEX audit_verb ON audit (verb, at);
