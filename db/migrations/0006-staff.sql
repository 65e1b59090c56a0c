-- Who works at the desk: accounts, sessions and second factors as the sign-in library keeps them.
CREATE TABLE staff (
  id TEXT PRIMARY KEY NOT NULL,
  name TEXT NOT NULL,
  -- The library asks for one; nothing is ever sent there.
  email TEXT NOT NULL UNIQUE,
  email_verified INTEGER NOT NULL,
  image TEXT,
  username TEXT UNIQUE,
  role TEXT NOT NULL CHECK (role IN ('clerk', 'organ', 'reviewer', 'publisher', 'auditor', 'admin')),
  organ_slug TEXT REFERENCES organ (slug),
  two_factor_enabled INTEGER,
  must_change_password INTEGER NOT NULL,
  is_demo INTEGER NOT NULL,
  closed_at INTEGER,
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL,
  -- An organ's account without an organ would see nothing, or everything.
  CHECK ((role = 'organ') = (organ_slug IS NOT NULL))
);
CREATE TABLE staff_session (
  id TEXT PRIMARY KEY NOT NULL,
  token TEXT NOT NULL UNIQUE,
  user_id TEXT NOT NULL REFERENCES staff (id),
  ip_address TEXT,
  user_agent TEXT,
  expires_at INTEGER NOT NULL,
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL
);
CREATE INDEX staff_session_user ON staff_session (user_id);
CREATE TABLE staff_credential (
  id TEXT PRIMARY KEY NOT NULL,
  account_id TEXT NOT NULL,
  provider_id TEXT NOT NULL,
  user_id TEXT NOT NULL REFERENCES staff (id),
  access_token TEXT,
  refresh_token TEXT,
  id_token TEXT,
  access_token_expires_at INTEGER,
  refresh_token_expires_at INTEGER,
  scope TEXT,
  password TEXT,
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL
);
CREATE INDEX staff_credential_user ON staff_credential (user_id);
CREATE TABLE staff_verification (
  id TEXT PRIMARY KEY NOT NULL,
  identifier TEXT NOT NULL,
  value TEXT NOT NULL,
  expires_at INTEGER NOT NULL,
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL
);
CREATE INDEX staff_verification_identifier ON staff_verification (identifier);
CREATE TABLE staff_second_factor (
  id TEXT PRIMARY KEY NOT NULL,
  user_id TEXT NOT NULL REFERENCES staff (id),
  secret TEXT NOT NULL,
  backup_codes TEXT NOT NULL,
  verified INTEGER,
  failed_verification_count INTEGER,
  locked_until INTEGER
);
CREATE INDEX staff_second_factor_user ON staff_second_factor (user_id);

-- Tries to sign in, by account and by keyed hash of an address; forgotten after the lock.
CREATE TABLE sign_in_try (
  key TEXT PRIMARY KEY NOT NULL,
  n INTEGER NOT NULL,
  since INTEGER NOT NULL
) WITHOUT ROWID;

-- Who at the desk did it; empty for commands, the clock and filers.
ALTER TABLE audit ADD COLUMN staff_id TEXT;
ALTER TABLE case_trail ADD COLUMN staff_id TEXT;
ALTER TABLE trail ADD COLUMN staff_id TEXT;
CREATE INDEX audit_target ON audit (target, id);
