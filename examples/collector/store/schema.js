/**
 * One table holds everything. A row whose `action` is null is the memory of an id whose content was erased or has
 * expired: a late repeat of that event is still recognised and not stored again. The view `events` hides such rows.
 * The indexes let the inspector ask without reading whole rows, which would hold up the events that arrive.
 */
export const schema = `
CREATE TABLE IF NOT EXISTS event_log (
  received_seq INTEGER PRIMARY KEY AUTOINCREMENT,
  business TEXT NOT NULL,
  id TEXT NOT NULL,
  received_at TEXT NOT NULL,
  session TEXT,
  action TEXT,
  tracked_at REAL,
  clock_skew REAL,
  sent_at TEXT,
  page_url TEXT,
  amount REAL,
  currency TEXT,
  user_id TEXT,
  observed_by TEXT,
  ip TEXT,
  library TEXT,
  event TEXT
);
CREATE UNIQUE INDEX IF NOT EXISTS event_log_identity ON event_log (business, id);
CREATE INDEX IF NOT EXISTS event_log_action ON event_log (action) WHERE action IS NOT NULL;
CREATE INDEX IF NOT EXISTS event_log_business ON event_log (business) WHERE action IS NOT NULL;
CREATE INDEX IF NOT EXISTS event_log_business_action ON event_log (business, action) WHERE action IS NOT NULL;
CREATE INDEX IF NOT EXISTS event_log_session ON event_log (session) WHERE session IS NOT NULL;
CREATE INDEX IF NOT EXISTS event_log_user ON event_log (user_id) WHERE user_id IS NOT NULL;
CREATE INDEX IF NOT EXISTS event_log_time ON event_log (tracked_at, action, business) WHERE action IS NOT NULL;
CREATE INDEX IF NOT EXISTS event_log_received ON event_log (received_at);
CREATE VIEW IF NOT EXISTS events AS SELECT * FROM event_log WHERE action IS NOT NULL;
`;

/** The columns of a record in the order of the insert statement. */
export const columns = /** @type {const} */ ([
  'business',
  'id',
  'received_at',
  'session',
  'action',
  'tracked_at',
  'clock_skew',
  'sent_at',
  'page_url',
  'amount',
  'currency',
  'user_id',
  'observed_by',
  'ip',
  'library',
  'event',
]);

/** What erasure leaves of a row: who sent it and what it said is gone, the id stays. */
export const blankContent = columns
  .filter((column) => !['business', 'id', 'received_at'].includes(column))
  .map((column) => `${column} = NULL`)
  .join(', ');

/** The version is kept in the file, so that a later release knows what it has in front of it. */
export const schemaVersion = 1;
