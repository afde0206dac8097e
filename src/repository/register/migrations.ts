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
  {
    // Receipts after a cut are asked for by place; acts of a case for its state.
    version: 40,
    sql: `
      CREATE INDEX feed_receipts ON feed (office_id, seq) WHERE event ->> '$.kind' IN ('registered', 'rendition');
      CREATE INDEX acts_by_case ON acts (case_id, act_id);
    `,
  },
  {
    // A repository inside an office: what it received and has to forward, and how far it knows the central one. Empty elsewhere.
    version: 50,
    sql: `
      CREATE TABLE office_arrivals (
        act_id TEXT NOT NULL,
        n INTEGER NOT NULL CHECK (n >= 0),
        sha256 TEXT NOT NULL,
        request TEXT NOT NULL,
        statement TEXT NOT NULL,
        state TEXT NOT NULL CHECK (state IN ('received', 'registered', 'refused')),
        code TEXT,
        detail TEXT,
        PRIMARY KEY (act_id, n, sha256)
      ) STRICT, WITHOUT ROWID;
      CREATE UNIQUE INDEX office_arrivals_one ON office_arrivals (act_id, n) WHERE state = 'received';
      CREATE TRIGGER office_arrivals_stand BEFORE UPDATE OF act_id, n, sha256, request, statement ON office_arrivals
        BEGIN SELECT RAISE(ABORT, 'what was received stands'); END;
      CREATE TRIGGER office_arrivals_forward BEFORE UPDATE OF state ON office_arrivals
        WHEN old.state = 'registered' AND new.state <> 'registered' OR old.state = 'refused' AND new.state = 'received'
        BEGIN SELECT RAISE(ABORT, 'what was answered stands'); END;
      CREATE TRIGGER office_arrivals_stay BEFORE DELETE ON office_arrivals
        BEGIN SELECT RAISE(ABORT, 'what was received stays'); END;
      CREATE TABLE office_forwards (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        kind TEXT NOT NULL CHECK (kind IN ('case', 'proposal', 'return', 'act', 'rendition', 'draft')),
        case_id TEXT NOT NULL,
        act_id TEXT,
        n INTEGER NOT NULL DEFAULT 0,
        payload TEXT NOT NULL,
        state TEXT NOT NULL CHECK (state IN ('waiting', 'done', 'refused')),
        trouble TEXT,
        queued_at TEXT NOT NULL,
        ended_at TEXT
      ) STRICT;
      CREATE INDEX office_forwards_open ON office_forwards (id) WHERE state = 'waiting';
      CREATE INDEX office_forwards_by_act ON office_forwards (act_id);
      CREATE TRIGGER office_forwards_stand BEFORE UPDATE OF id, kind, case_id, act_id, n, payload ON office_forwards
        BEGIN SELECT RAISE(ABORT, 'an errand does not change'); END;
      CREATE TRIGGER office_forwards_forward BEFORE UPDATE OF state ON office_forwards
        WHEN old.state <> 'waiting' AND new.state <> old.state
        BEGIN SELECT RAISE(ABORT, 'an errand only moves forward'); END;
      CREATE TRIGGER office_forwards_stay BEFORE DELETE ON office_forwards
        BEGIN SELECT RAISE(ABORT, 'an errand stays'); END;
      CREATE TABLE office_centre (
        one INTEGER PRIMARY KEY CHECK (one = 1),
        office_id TEXT NOT NULL,
        cursor TEXT NOT NULL DEFAULT '',
        last_contact_at TEXT
      ) STRICT;
      CREATE TABLE office_wants (
        sha256 TEXT PRIMARY KEY,
        size INTEGER NOT NULL,
        after_sha256 TEXT,
        after_size INTEGER NOT NULL DEFAULT 0
      ) STRICT, WITHOUT ROWID;
    `,
  },
  {
    // Which registered acts the repository itself may still make longer, and what their newest file proves. Empty where it raises none.
    version: 51,
    sql: `
      CREATE TABLE raisings (
        act_id TEXT PRIMARY KEY REFERENCES registrations(act_id),
        open INTEGER NOT NULL CHECK (open IN (0, 1)),
        renew INTEGER NOT NULL DEFAULT 0 CHECK (renew IN (0, 1)),
        since TEXT NOT NULL,
        reached TEXT CHECK (reached IN ('B', 'T', 'LT', 'LTA')),
        provable_until TEXT,
        attempts INTEGER NOT NULL DEFAULT 0,
        reason TEXT
      ) STRICT, WITHOUT ROWID;
      CREATE INDEX raisings_open ON raisings (since) WHERE open = 1;
      CREATE INDEX raisings_end ON raisings (provable_until) WHERE open = 0 AND reason IS NULL;
    `,
  },
  {
    // Drafts: every saved version for ever, and which of them nothing took the place of.
    version: 70,
    sql: `
      CREATE TABLE drafts (
        draft_id TEXT PRIMARY KEY,
        case_id TEXT NOT NULL,
        office_id TEXT NOT NULL,
        revision INTEGER NOT NULL CHECK (revision >= 1),
        open TEXT NOT NULL,
        lease TEXT
      ) STRICT, WITHOUT ROWID;
      CREATE TRIGGER drafts_forward BEFORE UPDATE OF revision ON drafts WHEN new.revision < old.revision
        BEGIN SELECT RAISE(ABORT, 'a draft only moves forward'); END;
      CREATE TRIGGER drafts_stay BEFORE DELETE ON drafts BEGIN SELECT RAISE(ABORT, 'a draft stays'); END;
      CREATE TABLE draft_versions (
        draft_id TEXT NOT NULL,
        version_id TEXT NOT NULL,
        version TEXT NOT NULL,
        beside INTEGER NOT NULL CHECK (beside IN (0, 1)),
        PRIMARY KEY (draft_id, version_id)
      ) STRICT;
      CREATE TRIGGER draft_versions_stand BEFORE UPDATE ON draft_versions BEGIN SELECT RAISE(ABORT, 'a version stands'); END;
      CREATE TRIGGER draft_versions_stay BEFORE DELETE ON draft_versions BEGIN SELECT RAISE(ABORT, 'a version stays'); END;
    `,
  },
  {
    // Signatures of acts that others sign after, in their order; those of an act that was returned stay as history.
    version: 75,
    sql: `
      CREATE TABLE joint_signatures (
        act_id TEXT NOT NULL REFERENCES acts(act_id),
        n INTEGER NOT NULL CHECK (n >= 1),
        sha256 TEXT NOT NULL,
        size INTEGER NOT NULL,
        prefix_sha256 TEXT NOT NULL,
        active INTEGER NOT NULL CHECK (active IN (0, 1)),
        request TEXT NOT NULL,
        receipt TEXT NOT NULL,
        PRIMARY KEY (act_id, sha256)
      ) STRICT, WITHOUT ROWID;
      CREATE UNIQUE INDEX joint_signatures_one ON joint_signatures (act_id, n) WHERE active = 1;
      CREATE TRIGGER joint_signatures_grow BEFORE INSERT ON joint_signatures
        WHEN new.n > 1 AND NOT EXISTS (SELECT 1 FROM joint_signatures p
          WHERE p.act_id = new.act_id AND p.n = new.n - 1 AND p.active = 1 AND p.sha256 = new.prefix_sha256)
        BEGIN SELECT RAISE(ABORT, 'a signature stands on the one before'); END;
      CREATE TRIGGER joint_signatures_stand
        BEFORE UPDATE OF act_id, n, sha256, size, prefix_sha256, request, receipt ON joint_signatures
        BEGIN SELECT RAISE(ABORT, 'a signature stands'); END;
      CREATE TRIGGER joint_signatures_rest BEFORE UPDATE OF active ON joint_signatures WHEN new.active > old.active
        BEGIN SELECT RAISE(ABORT, 'what was returned is history'); END;
      CREATE TRIGGER joint_signatures_stay BEFORE DELETE ON joint_signatures
        BEGIN SELECT RAISE(ABORT, 'a signature stays'); END;
    `,
  },
  {
    // How far each desk's journal had come when it was last heard of.
    version: 80,
    sql: `
      CREATE TABLE devices (
        office_id TEXT NOT NULL,
        device_id TEXT NOT NULL,
        entries INTEGER NOT NULL CHECK (entries >= 0),
        head TEXT NOT NULL,
        PRIMARY KEY (office_id, device_id)
      ) STRICT, WITHOUT ROWID;
    `,
  },
  {
    // What is noted of cases and acts beside the acts themselves, for ever, and the numbers that were given to cases opened at a desk.
    version: 95,
    sql: `
      CREATE TABLE case_entries (
        seq INTEGER PRIMARY KEY,
        entry_id TEXT NOT NULL UNIQUE,
        case_id TEXT NOT NULL REFERENCES cases(case_id),
        act_id TEXT REFERENCES acts(act_id),
        kind TEXT NOT NULL,
        entry TEXT NOT NULL
      ) STRICT;
      CREATE INDEX case_entries_by_case ON case_entries (case_id, seq);
      CREATE INDEX case_entries_by_act ON case_entries (act_id, kind) WHERE act_id IS NOT NULL;
      CREATE TRIGGER case_entries_stand BEFORE UPDATE ON case_entries BEGIN SELECT RAISE(ABORT, 'an entry stands'); END;
      CREATE TRIGGER case_entries_stay BEFORE DELETE ON case_entries BEGIN SELECT RAISE(ABORT, 'an entry stays'); END;
      CREATE TABLE case_numbers (
        office_id TEXT NOT NULL,
        year INTEGER NOT NULL,
        last INTEGER NOT NULL CHECK (last >= 1),
        PRIMARY KEY (office_id, year)
      ) STRICT, WITHOUT ROWID;
      CREATE TRIGGER case_numbers_forward BEFORE UPDATE OF last ON case_numbers WHEN new.last <= old.last
        BEGIN SELECT RAISE(ABORT, 'a number is given once'); END;
    `,
  },
  {
    // The log of what the register said: a leaf for each statement, the whole subtrees above them, and what was said no to. What was said
    // before becomes leaves in the order in which it was told; a repository inside an office has no log of its own.
    version: 100,
    sql: `
      CREATE TABLE log_leaves (
        place INTEGER PRIMARY KEY CHECK (place >= 0),
        hash BLOB NOT NULL UNIQUE CHECK (length(hash) = 32)
      ) STRICT;
      CREATE TRIGGER log_leaves_stand BEFORE UPDATE ON log_leaves BEGIN SELECT RAISE(ABORT, 'a leaf stands'); END;
      CREATE TRIGGER log_leaves_stay BEFORE DELETE ON log_leaves BEGIN SELECT RAISE(ABORT, 'a leaf stays'); END;
      CREATE TABLE log_nodes (
        level INTEGER NOT NULL CHECK (level >= 1),
        place INTEGER NOT NULL CHECK (place >= 0),
        hash BLOB NOT NULL CHECK (length(hash) = 32),
        PRIMARY KEY (level, place)
      ) STRICT, WITHOUT ROWID;
      CREATE TRIGGER log_nodes_stand BEFORE UPDATE ON log_nodes BEGIN SELECT RAISE(ABORT, 'a node stands'); END;
      CREATE TRIGGER log_nodes_stay BEFORE DELETE ON log_nodes BEGIN SELECT RAISE(ABORT, 'a node stays'); END;
      CREATE TABLE log_tree (one INTEGER PRIMARY KEY CHECK (one = 1), size INTEGER NOT NULL) STRICT;
      CREATE TRIGGER log_tree_grows BEFORE INSERT ON log_tree WHEN new.size < (SELECT max(size) FROM log_tree)
        BEGIN SELECT RAISE(ABORT, 'the log only grows'); END;
      CREATE TABLE log_refusals (
        act_id TEXT NOT NULL,
        n INTEGER NOT NULL CHECK (n >= 0),
        sha256 TEXT NOT NULL,
        code TEXT NOT NULL,
        statement TEXT NOT NULL,
        PRIMARY KEY (act_id, n, sha256, code)
      ) STRICT, WITHOUT ROWID;
      CREATE TRIGGER log_refusals_stand BEFORE UPDATE ON log_refusals BEGIN SELECT RAISE(ABORT, 'a no stands'); END;
      CREATE TRIGGER log_refusals_stay BEFORE DELETE ON log_refusals BEGIN SELECT RAISE(ABORT, 'a no stays'); END;
      CREATE TABLE log_stamps (
        size INTEGER PRIMARY KEY CHECK (size >= 0),
        checkpoint TEXT NOT NULL,
        token BLOB NOT NULL,
        stamped_at TEXT NOT NULL
      ) STRICT;
      CREATE TABLE verification_codes (
        code TEXT PRIMARY KEY,
        act_id TEXT NOT NULL UNIQUE REFERENCES registrations(act_id)
      ) STRICT, WITHOUT ROWID;
      INSERT INTO log_leaves (place, hash)
        SELECT row_number() OVER (ORDER BY seq) - 1, leaf_hash(event ->> '$.receipt') FROM feed
        WHERE event ->> '$.kind' IN ('registered', 'rendition') AND NOT EXISTS (SELECT 1 FROM office_centre);
      INSERT INTO verification_codes (code, act_id)
        SELECT verification_code(act_id), act_id FROM registrations;
    `,
  },
  {
    // How the machinery of each desk stands, as it said itself at its last contact.
    version: 150,
    sql: `
      CREATE TABLE fleet (
        office_id TEXT NOT NULL,
        device_id TEXT NOT NULL,
        seen_at TEXT NOT NULL,
        standing TEXT NOT NULL,
        PRIMARY KEY (office_id, device_id)
      ) STRICT, WITHOUT ROWID;
    `,
  },
  {
    // People with their grants, their devices, and who read what: a chain that only grows.
    version: 160,
    sql: `
      CREATE TABLE people_records (
        kind TEXT NOT NULL CHECK (kind IN ('office', 'person', 'device', 'code', 'secret')),
        id TEXT NOT NULL,
        record TEXT NOT NULL,
        PRIMARY KEY (kind, id)
      ) STRICT, WITHOUT ROWID;
      CREATE TABLE access_log (
        seq INTEGER PRIMARY KEY CHECK (seq >= 1),
        entry TEXT NOT NULL,
        hash TEXT NOT NULL CHECK (length(hash) = 64)
      ) STRICT;
      CREATE TRIGGER access_log_stands BEFORE UPDATE ON access_log BEGIN SELECT RAISE(ABORT, 'what was read stands'); END;
      CREATE TRIGGER access_log_stays BEFORE DELETE ON access_log BEGIN SELECT RAISE(ABORT, 'what was read stays'); END;
    `,
  },
  {
    // Of which acts and pieces a file is: whether a person may read it.
    version: 161,
    sql: `
      CREATE INDEX acts_by_document ON acts (proposal ->> '$.documentSha256');
      CREATE INDEX registrations_by_file ON registrations (sha256);
      CREATE INDEX renditions_by_file ON renditions (sha256);
      CREATE INDEX joint_signatures_by_file ON joint_signatures (sha256);
      CREATE INDEX pieces_by_file ON case_entries (entry ->> '$.sha256') WHERE kind = 'piece';
    `,
  },
  {
    // A repository inside an office carries signatures that others come after, and what is noted of cases; what the central one refused for
    // good is kept with its signature.
    version: 170,
    sql: `
      DROP TRIGGER office_forwards_stand;
      DROP TRIGGER office_forwards_forward;
      DROP TRIGGER office_forwards_stay;
      DROP INDEX office_forwards_open;
      DROP INDEX office_forwards_by_act;
      ALTER TABLE office_forwards RENAME TO office_forwards_before;
      CREATE TABLE office_forwards (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        kind TEXT NOT NULL
          CHECK (kind IN ('case', 'proposal', 'return', 'act', 'rendition', 'draft', 'signature', 'entry')),
        case_id TEXT NOT NULL,
        act_id TEXT,
        n INTEGER NOT NULL DEFAULT 0,
        payload TEXT NOT NULL,
        state TEXT NOT NULL CHECK (state IN ('waiting', 'done', 'refused')),
        trouble TEXT,
        queued_at TEXT NOT NULL,
        ended_at TEXT
      ) STRICT;
      INSERT INTO office_forwards SELECT * FROM office_forwards_before;
      DROP TABLE office_forwards_before;
      CREATE INDEX office_forwards_open ON office_forwards (id) WHERE state = 'waiting';
      CREATE INDEX office_forwards_by_act ON office_forwards (act_id);
      CREATE TRIGGER office_forwards_stand BEFORE UPDATE OF id, kind, case_id, act_id, n, payload ON office_forwards
        BEGIN SELECT RAISE(ABORT, 'an errand does not change'); END;
      CREATE TRIGGER office_forwards_forward BEFORE UPDATE OF state ON office_forwards
        WHEN old.state <> 'waiting' AND new.state <> old.state
        BEGIN SELECT RAISE(ABORT, 'an errand only moves forward'); END;
      CREATE TRIGGER office_forwards_stay BEFORE DELETE ON office_forwards
        BEGIN SELECT RAISE(ABORT, 'an errand stays'); END;
      ALTER TABLE office_arrivals ADD COLUMN refusal TEXT;
      CREATE TABLE office_halves (
        act_id TEXT NOT NULL,
        n INTEGER NOT NULL CHECK (n >= 1),
        sha256 TEXT NOT NULL,
        statement TEXT NOT NULL,
        state TEXT NOT NULL CHECK (state IN ('received', 'taken', 'refused')),
        receipt TEXT CHECK ((receipt IS NOT NULL) = (state = 'taken')),
        code TEXT,
        detail TEXT,
        refusal TEXT,
        PRIMARY KEY (act_id, sha256)
      ) STRICT, WITHOUT ROWID;
      CREATE TRIGGER office_halves_stand BEFORE UPDATE OF act_id, n, sha256, statement ON office_halves
        BEGIN SELECT RAISE(ABORT, 'what was received stands'); END;
      CREATE TRIGGER office_halves_forward BEFORE UPDATE OF state ON office_halves WHEN old.state <> 'received'
        BEGIN SELECT RAISE(ABORT, 'what was answered stands'); END;
      CREATE TRIGGER office_halves_stay BEFORE DELETE ON office_halves
        BEGIN SELECT RAISE(ABORT, 'what was received stays'); END;
    `,
  },
  {
    // What is said of a signature that others come after is a leaf of the log too; what was said before comes in the order in which it was told.
    version: 180,
    sql: `
      INSERT INTO log_leaves (place, hash)
        SELECT (SELECT coalesce(max(place) + 1, 0) FROM log_leaves) + row_number() OVER (ORDER BY seq) - 1,
          leaf_hash(event ->> '$.receipt') FROM feed
        WHERE event ->> '$.kind' = 'partlySigned' AND NOT EXISTS (SELECT 1 FROM office_centre);
    `,
  },
  {
    // Keys and certificates of electronic signatures, by their SHA-256.
    version: 205,
    sql: `
      ALTER TABLE people_records RENAME TO people_records_before;
      CREATE TABLE people_records (
        kind TEXT NOT NULL CHECK (kind IN ('office', 'person', 'device', 'code', 'secret', 'electronic')),
        id TEXT NOT NULL,
        record TEXT NOT NULL,
        PRIMARY KEY (kind, id)
      ) STRICT, WITHOUT ROWID;
      INSERT INTO people_records SELECT * FROM people_records_before;
      DROP TABLE people_records_before;
    `,
  },
  {
    // What the central repository will not take now, however often it is sent, holds up nothing: it is set aside, and tried beside the others.
    version: 210,
    sql: `
      ALTER TABLE office_forwards ADD COLUMN noes INTEGER NOT NULL DEFAULT 0;
    `,
  },
  {
    // Where the log of accesses stood: its head, signed, a leaf of the register's log.
    version: 215,
    sql: `
      CREATE TABLE access_marks (
        seq INTEGER PRIMARY KEY CHECK (seq >= 1),
        hash TEXT NOT NULL,
        statement TEXT NOT NULL
      ) STRICT;
      CREATE TRIGGER access_marks_stand BEFORE UPDATE ON access_marks BEGIN SELECT RAISE(ABORT, 'a mark stands'); END;
      CREATE TRIGGER access_marks_stay BEFORE DELETE ON access_marks BEGIN SELECT RAISE(ABORT, 'a mark stays'); END;
    `,
  },
  {
    // Whoever asks for a case is asked about it: what was said of it since, for whose eyes it is.
    version: 220,
    sql: `
      CREATE INDEX case_entries_about_eyes ON case_entries (case_id, seq) WHERE kind = 'sealed';
    `,
  },
  {
    // Which office had a case until when: what was registered until then it goes on reading.
    version: 290,
    sql: `
      CREATE TABLE case_moves (
        case_id TEXT NOT NULL REFERENCES cases(case_id),
        n INTEGER NOT NULL CHECK (n >= 1),
        office_id TEXT NOT NULL,
        to_office TEXT NOT NULL,
        last_number INTEGER NOT NULL CHECK (last_number >= 0),
        PRIMARY KEY (case_id, n)
      ) STRICT, WITHOUT ROWID;
      CREATE TRIGGER case_moves_stand BEFORE UPDATE ON case_moves BEGIN SELECT RAISE(ABORT, 'a move stands'); END;
      CREATE TRIGGER case_moves_stay BEFORE DELETE ON case_moves BEGIN SELECT RAISE(ABORT, 'a move stays'); END;
    `,
  },
  {
    // Devices that the central repository revoked, as it signed it: a repository inside an office honours no grant of theirs any more.
    version: 315,
    sql: `
      CREATE TABLE office_revocations (
        jkt TEXT PRIMARY KEY,
        statement TEXT NOT NULL
      ) STRICT, WITHOUT ROWID;
    `,
  },
  {
    // Court calendars, by whom they are for: an office, or all of them.
    version: 320,
    sql: `
      ALTER TABLE people_records RENAME TO people_records_before;
      CREATE TABLE people_records (
        kind TEXT NOT NULL
          CHECK (kind IN ('office', 'person', 'device', 'code', 'secret', 'electronic', 'calendar')),
        id TEXT NOT NULL,
        record TEXT NOT NULL,
        PRIMARY KEY (kind, id)
      ) STRICT, WITHOUT ROWID;
      INSERT INTO people_records SELECT * FROM people_records_before;
      DROP TABLE people_records_before;
    `,
  },
  {
    // Who signed what was registered, as was verified then: names, the first signer first. Of what was registered before it is not known.
    version: 325,
    sql: `
      ALTER TABLE registrations ADD COLUMN signers TEXT;
      ALTER TABLE office_arrivals ADD COLUMN signers TEXT;
    `,
  },
  {
    // Versions of drafts whose place another one took, here or not: one of them that comes later is kept, and opened no more.
    version: 330,
    sql: `
      CREATE TABLE draft_followed (
        draft_id TEXT NOT NULL,
        version_id TEXT NOT NULL,
        PRIMARY KEY (draft_id, version_id)
      ) STRICT, WITHOUT ROWID;
      INSERT INTO draft_followed
        SELECT DISTINCT v.draft_id, p.value FROM draft_versions v, json_each(v.version, '$.parents') p;
    `,
  },
  {
    // Models of acts, by their profile.
    version: 375,
    sql: `
      ALTER TABLE people_records RENAME TO people_records_before;
      CREATE TABLE people_records (
        kind TEXT NOT NULL
          CHECK (kind IN ('office', 'person', 'device', 'code', 'secret', 'electronic', 'calendar', 'templates')),
        id TEXT NOT NULL,
        record TEXT NOT NULL,
        PRIMARY KEY (kind, id)
      ) STRICT, WITHOUT ROWID;
      INSERT INTO people_records SELECT * FROM people_records_before;
      DROP TABLE people_records_before;
    `,
  },
  {
    // Which substitutes were told of what waits for whom they stand for; inside an office, who stands for whom, by the key of the desk.
    version: 383,
    sql: `
      CREATE TABLE substitutes_told (
        office_id TEXT NOT NULL,
        person_id TEXT NOT NULL,
        stands_for TEXT NOT NULL,
        since TEXT NOT NULL,
        PRIMARY KEY (office_id, person_id, stands_for, since)
      ) STRICT, WITHOUT ROWID;
      CREATE INDEX acts_waiting ON acts (proposal ->> '$.officeId') WHERE state = 'toSign';
      CREATE TABLE office_substitutes (
        jkt TEXT NOT NULL,
        statement TEXT NOT NULL,
        PRIMARY KEY (jkt, statement)
      ) STRICT, WITHOUT ROWID;
    `,
  },
];
