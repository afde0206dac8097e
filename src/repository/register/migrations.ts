/** Numbered steps of `register.db`; a step is never changed once released. */
export const migrations: readonly { readonly version: number; readonly sql: string }[] = [
  {
    version: 10,
    sql: `
      CREATE TABLE cases (
        case_id TEXT PRIMARY KEY,
        office_id TEXT NOT NULL,
        record TEXT NOT NULL,
        last_number INTEGER NOT NULL DEFAULT 0,
        last_folio INTEGER NOT NULL DEFAULT 0
      ) STRICT;
      CREATE TABLE acts (
        act_id TEXT PRIMARY KEY,
        case_id TEXT NOT NULL REFERENCES cases(case_id),
        proposal TEXT NOT NULL,
        state TEXT NOT NULL CHECK (state IN ('toSign', 'returned', 'registered')),
        returned TEXT
      ) STRICT;
      CREATE TABLE registrations (
        act_id TEXT PRIMARY KEY REFERENCES acts(act_id),
        case_id TEXT NOT NULL REFERENCES cases(case_id),
        number INTEGER NOT NULL,
        sha256 TEXT NOT NULL,
        request TEXT NOT NULL,
        receipt TEXT NOT NULL,
        UNIQUE (case_id, number),
        UNIQUE (case_id, sha256)
      ) STRICT;
      CREATE TRIGGER registrations_stand BEFORE UPDATE ON registrations BEGIN SELECT RAISE(ABORT, 'a registration stands'); END;
      CREATE TRIGGER registrations_stay BEFORE DELETE ON registrations BEGIN SELECT RAISE(ABORT, 'a registration stays'); END;
      CREATE TABLE feed (
        seq INTEGER PRIMARY KEY AUTOINCREMENT,
        office_id TEXT NOT NULL,
        event TEXT NOT NULL
      ) STRICT;
      CREATE INDEX feed_by_office ON feed (office_id, seq);
    `,
  },
  {
    // Which office may read a file: whoever once sent its very bytes. What is there already was sent by the office of its act.
    version: 20,
    sql: `
      CREATE TABLE holders (
        sha256 TEXT NOT NULL,
        office_id TEXT NOT NULL,
        PRIMARY KEY (sha256, office_id)
      ) STRICT, WITHOUT ROWID;
      INSERT OR IGNORE INTO holders
        SELECT proposal ->> '$.documentSha256', proposal ->> '$.officeId' FROM acts;
      INSERT OR IGNORE INTO holders
        SELECT registrations.sha256, cases.office_id FROM registrations JOIN cases USING (case_id);
    `,
  },
  {
    // Longer files of registered acts, each grown from the one before; the database itself refuses a gap or another beginning.
    version: 30,
    sql: `
      CREATE TABLE renditions (
        act_id TEXT NOT NULL REFERENCES registrations(act_id),
        n INTEGER NOT NULL CHECK (n >= 1),
        sha256 TEXT NOT NULL,
        size INTEGER NOT NULL,
        prefix_sha256 TEXT NOT NULL,
        prefix_size INTEGER NOT NULL CHECK (prefix_size < size),
        request TEXT NOT NULL,
        receipt TEXT NOT NULL,
        PRIMARY KEY (act_id, n),
        UNIQUE (act_id, sha256)
      ) STRICT, WITHOUT ROWID;
      CREATE TRIGGER renditions_grow BEFORE INSERT ON renditions
        WHEN NOT EXISTS (
          SELECT 1 FROM registrations r WHERE new.n = 1 AND r.act_id = new.act_id AND r.sha256 = new.prefix_sha256
          UNION ALL
          SELECT 1 FROM renditions p WHERE p.act_id = new.act_id AND p.n = new.n - 1 AND p.sha256 = new.prefix_sha256
            AND p.size = new.prefix_size)
        BEGIN SELECT RAISE(ABORT, 'a rendition grows from the file before it'); END;
      CREATE TRIGGER renditions_stand BEFORE UPDATE ON renditions BEGIN SELECT RAISE(ABORT, 'a rendition stands'); END;
      CREATE TRIGGER renditions_stay BEFORE DELETE ON renditions BEGIN SELECT RAISE(ABORT, 'a rendition stays'); END;
    `,
  },
];
