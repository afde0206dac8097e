/**
 * Numbered steps of the register in PostgreSQL; a step is never changed once released.
 *
 * Everything that grows with the work is partitioned by a hash of what it is asked by: acts and what hangs on them by act, registrations
 * by case, the feed by office. Texts compare as bytes (`COLLATE "C"`), as they do in the embedded engine.
 */
export const postgresMigrations: readonly { readonly version: number; readonly sql: string }[] = [
  {
    version: 110,
    sql: `
      CREATE FUNCTION stands() RETURNS trigger LANGUAGE plpgsql AS
        $$ BEGIN RAISE EXCEPTION '% stands', TG_TABLE_NAME USING ERRCODE = 'restrict_violation'; END $$;
      CREATE PROCEDURE in_parts(parent text) LANGUAGE plpgsql AS $$
        BEGIN
          FOR part IN 0..7 LOOP
            EXECUTE format('CREATE TABLE %I PARTITION OF %I FOR VALUES WITH (MODULUS 8, REMAINDER %s)',
              parent || '_' || part, parent, part);
          END LOOP;
        END $$;

      CREATE TABLE settings (name text PRIMARY KEY, value text NOT NULL);
      INSERT INTO settings VALUES ('feedBase', '0');

      CREATE TABLE cases (
        case_id text COLLATE "C" PRIMARY KEY,
        office_id text COLLATE "C" NOT NULL,
        record text NOT NULL,
        last_number integer NOT NULL DEFAULT 0,
        last_folio bigint NOT NULL DEFAULT 0
      ) PARTITION BY HASH (case_id);
      CALL in_parts('cases');
      CREATE FUNCTION cases_count() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
          IF new.last_number < old.last_number OR new.last_folio < old.last_folio OR new.case_id <> old.case_id THEN
            RAISE EXCEPTION 'a case counts upwards' USING ERRCODE = 'restrict_violation';
          END IF;
          RETURN new;
        END $$;
      CREATE TRIGGER cases_forward BEFORE UPDATE ON cases FOR EACH ROW EXECUTE FUNCTION cases_count();
      CREATE TRIGGER cases_stay BEFORE DELETE ON cases FOR EACH ROW EXECUTE FUNCTION stands();

      CREATE TABLE acts (
        act_id text COLLATE "C" PRIMARY KEY,
        case_id text COLLATE "C" NOT NULL REFERENCES cases (case_id),
        office_id text COLLATE "C" NOT NULL,
        proposal text NOT NULL,
        state text NOT NULL CHECK (state IN ('toSign', 'returned', 'registered')),
        returned text
      ) PARTITION BY HASH (act_id);
      CALL in_parts('acts');
      CREATE INDEX acts_by_case ON acts (case_id, act_id);
      -- An act is of one case for ever: what keeps its registration single rests on it.
      CREATE FUNCTION acts_settle() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
          IF new.case_id <> old.case_id OR old.state = 'registered' THEN
            RAISE EXCEPTION 'an act stays in its case, and registered' USING ERRCODE = 'restrict_violation';
          END IF;
          RETURN new;
        END $$;
      CREATE TRIGGER acts_forward BEFORE UPDATE ON acts FOR EACH ROW EXECUTE FUNCTION acts_settle();
      CREATE TRIGGER acts_stay BEFORE DELETE ON acts FOR EACH ROW EXECUTE FUNCTION stands();

      CREATE TABLE registrations (
        case_id text COLLATE "C" NOT NULL REFERENCES cases (case_id),
        act_id text COLLATE "C" NOT NULL REFERENCES acts (act_id),
        number integer NOT NULL CHECK (number >= 1),
        sha256 text COLLATE "C" NOT NULL,
        size bigint NOT NULL,
        request text NOT NULL,
        receipt text NOT NULL,
        PRIMARY KEY (case_id, act_id),
        CONSTRAINT registrations_number UNIQUE (case_id, number),
        CONSTRAINT registrations_file UNIQUE (case_id, sha256)
      ) PARTITION BY HASH (case_id);
      CALL in_parts('registrations');
      CREATE FUNCTION registrations_follow() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
          IF new.number > 1 AND NOT EXISTS (
            SELECT FROM registrations r WHERE r.case_id = new.case_id AND r.number = new.number - 1) THEN
            RAISE EXCEPTION 'a registration leaves no gap' USING ERRCODE = 'restrict_violation';
          END IF;
          IF NOT EXISTS (SELECT FROM acts a WHERE a.act_id = new.act_id AND a.case_id = new.case_id) THEN
            RAISE EXCEPTION 'a registration is of the act''s case' USING ERRCODE = 'restrict_violation';
          END IF;
          RETURN new;
        END $$;
      CREATE TRIGGER registrations_in_order BEFORE INSERT ON registrations
        FOR EACH ROW EXECUTE FUNCTION registrations_follow();
      CREATE TRIGGER registrations_stand BEFORE UPDATE OR DELETE ON registrations FOR EACH ROW EXECUTE FUNCTION stands();

      CREATE TABLE renditions (
        act_id text COLLATE "C" NOT NULL REFERENCES acts (act_id),
        n integer NOT NULL CHECK (n >= 1),
        sha256 text COLLATE "C" NOT NULL,
        size bigint NOT NULL,
        prefix_sha256 text COLLATE "C" NOT NULL,
        prefix_size bigint NOT NULL CHECK (prefix_size < size),
        request text NOT NULL,
        receipt text NOT NULL,
        PRIMARY KEY (act_id, n),
        UNIQUE (act_id, sha256)
      ) PARTITION BY HASH (act_id);
      CALL in_parts('renditions');
      CREATE FUNCTION renditions_grow() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
          IF NOT EXISTS (
            SELECT FROM acts a JOIN registrations r ON r.case_id = a.case_id AND r.act_id = a.act_id
              WHERE new.n = 1 AND a.act_id = new.act_id AND r.sha256 = new.prefix_sha256 AND r.size = new.prefix_size
            UNION ALL
            SELECT FROM renditions p WHERE p.act_id = new.act_id AND p.n = new.n - 1
              AND p.sha256 = new.prefix_sha256 AND p.size = new.prefix_size) THEN
            RAISE EXCEPTION 'a rendition grows from the file before it' USING ERRCODE = 'restrict_violation';
          END IF;
          RETURN new;
        END $$;
      CREATE TRIGGER renditions_in_order BEFORE INSERT ON renditions FOR EACH ROW EXECUTE FUNCTION renditions_grow();
      CREATE TRIGGER renditions_stand BEFORE UPDATE OR DELETE ON renditions FOR EACH ROW EXECUTE FUNCTION stands();

      CREATE TABLE joint_signatures (
        act_id text COLLATE "C" NOT NULL REFERENCES acts (act_id),
        n integer NOT NULL CHECK (n >= 1),
        sha256 text COLLATE "C" NOT NULL,
        size bigint NOT NULL,
        prefix_sha256 text COLLATE "C" NOT NULL,
        active boolean NOT NULL,
        request text NOT NULL,
        receipt text NOT NULL,
        PRIMARY KEY (act_id, sha256)
      ) PARTITION BY HASH (act_id);
      CALL in_parts('joint_signatures');
      CREATE UNIQUE INDEX joint_signatures_one ON joint_signatures (act_id, n) WHERE active;
      CREATE FUNCTION joint_signatures_grow() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
          IF new.n > 1 AND NOT EXISTS (SELECT FROM joint_signatures p WHERE p.act_id = new.act_id AND p.n = new.n - 1
              AND p.active AND p.sha256 = new.prefix_sha256) THEN
            RAISE EXCEPTION 'a signature stands on the one before' USING ERRCODE = 'restrict_violation';
          END IF;
          RETURN new;
        END $$;
      CREATE TRIGGER joint_signatures_in_order BEFORE INSERT ON joint_signatures
        FOR EACH ROW WHEN (new.active) EXECUTE FUNCTION joint_signatures_grow();
      CREATE FUNCTION joint_signatures_rest() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
          IF new.active OR (new.act_id, new.n, new.sha256, new.size, new.prefix_sha256, new.request, new.receipt)
              IS DISTINCT FROM (old.act_id, old.n, old.sha256, old.size, old.prefix_sha256, old.request, old.receipt) THEN
            RAISE EXCEPTION 'a signature stands' USING ERRCODE = 'restrict_violation';
          END IF;
          RETURN new;
        END $$;
      CREATE TRIGGER joint_signatures_stand BEFORE UPDATE ON joint_signatures
        FOR EACH ROW EXECUTE FUNCTION joint_signatures_rest();
      CREATE TRIGGER joint_signatures_stay BEFORE DELETE ON joint_signatures FOR EACH ROW EXECUTE FUNCTION stands();

      CREATE TABLE holders (
        sha256 text COLLATE "C" NOT NULL,
        office_id text COLLATE "C" NOT NULL,
        PRIMARY KEY (sha256, office_id)
      ) PARTITION BY HASH (sha256);
      CALL in_parts('holders');

      -- How far each office's feed is. Its row is taken last in every transaction, and held to its end: that is the order of the feed.
      CREATE TABLE feed_places (office_id text COLLATE "C" PRIMARY KEY, last_seq bigint NOT NULL) WITH (fillfactor = 50);
      CREATE TABLE feed (
        office_id text COLLATE "C" NOT NULL,
        seq bigint NOT NULL,
        kind text NOT NULL,
        receipt text,
        event text NOT NULL,
        PRIMARY KEY (office_id, seq)
      ) PARTITION BY HASH (office_id);
      CALL in_parts('feed');
      CREATE INDEX feed_receipts ON feed (office_id, seq) WHERE kind IN ('registered', 'rendition');
      CREATE TRIGGER feed_stands BEFORE UPDATE OR DELETE ON feed FOR EACH ROW EXECUTE FUNCTION stands();

      CREATE TABLE drafts (
        draft_id text COLLATE "C" PRIMARY KEY,
        case_id text COLLATE "C" NOT NULL,
        office_id text COLLATE "C" NOT NULL,
        revision integer NOT NULL CHECK (revision >= 1),
        open text NOT NULL,
        lease text
      ) PARTITION BY HASH (draft_id);
      CALL in_parts('drafts');
      CREATE FUNCTION drafts_forward() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
          IF new.revision < old.revision THEN
            RAISE EXCEPTION 'a draft only moves forward' USING ERRCODE = 'restrict_violation';
          END IF;
          RETURN new;
        END $$;
      CREATE TRIGGER drafts_forward BEFORE UPDATE ON drafts FOR EACH ROW EXECUTE FUNCTION drafts_forward();
      CREATE TRIGGER drafts_stay BEFORE DELETE ON drafts FOR EACH ROW EXECUTE FUNCTION stands();
      CREATE TABLE draft_versions (
        draft_id text COLLATE "C" NOT NULL,
        version_id text COLLATE "C" NOT NULL,
        version text NOT NULL,
        beside boolean NOT NULL,
        PRIMARY KEY (draft_id, version_id)
      ) PARTITION BY HASH (draft_id);
      CALL in_parts('draft_versions');
      CREATE TRIGGER draft_versions_stand BEFORE UPDATE OR DELETE ON draft_versions
        FOR EACH ROW EXECUTE FUNCTION stands();

      CREATE TABLE raisings (
        act_id text COLLATE "C" PRIMARY KEY REFERENCES acts (act_id),
        open boolean NOT NULL,
        renew boolean NOT NULL DEFAULT false,
        since text COLLATE "C" NOT NULL,
        reached text CHECK (reached IN ('B', 'T', 'LT', 'LTA')),
        provable_until text COLLATE "C",
        attempts integer NOT NULL DEFAULT 0,
        reason text,
        -- A node that looks at it has so long; then another one may.
        claimed_until timestamptz NOT NULL DEFAULT '-infinity'
      ) PARTITION BY HASH (act_id);
      CALL in_parts('raisings');
      CREATE INDEX raisings_open ON raisings (since) WHERE open;
      CREATE INDEX raisings_end ON raisings (provable_until) WHERE NOT open AND reason IS NULL;

      -- What was said waits here until it is given its place: places need a queue, and registrations of different cases need none.
      CREATE TABLE log_waiting (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, hash bytea NOT NULL);
      CREATE TABLE log_leaves (hash bytea PRIMARY KEY CHECK (length(hash) = 32), place bigint NOT NULL CHECK (place >= 0))
        PARTITION BY HASH (hash);
      CALL in_parts('log_leaves');
      CREATE TRIGGER log_leaves_stand BEFORE UPDATE OR DELETE ON log_leaves FOR EACH ROW EXECUTE FUNCTION stands();
      -- Level 0 are the leaves once more, by their place.
      CREATE TABLE log_nodes (
        level smallint NOT NULL CHECK (level >= 0),
        place bigint NOT NULL CHECK (place >= 0),
        hash bytea NOT NULL CHECK (length(hash) = 32),
        PRIMARY KEY (level, place)
      );
      CREATE TRIGGER log_nodes_stand BEFORE UPDATE OR DELETE ON log_nodes FOR EACH ROW EXECUTE FUNCTION stands();
      CREATE TABLE log_tree (one integer PRIMARY KEY CHECK (one = 1), size bigint NOT NULL);
      INSERT INTO log_tree VALUES (1, 0);
      CREATE FUNCTION log_tree_grows() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
          IF new.size < old.size THEN
            RAISE EXCEPTION 'the log only grows' USING ERRCODE = 'restrict_violation';
          END IF;
          RETURN new;
        END $$;
      CREATE TRIGGER log_tree_grows BEFORE UPDATE ON log_tree FOR EACH ROW EXECUTE FUNCTION log_tree_grows();
      CREATE TRIGGER log_tree_stays BEFORE DELETE ON log_tree FOR EACH ROW EXECUTE FUNCTION stands();
      CREATE TABLE log_refusals (
        act_id text COLLATE "C" NOT NULL,
        n integer NOT NULL CHECK (n >= 0),
        sha256 text COLLATE "C" NOT NULL,
        code text COLLATE "C" NOT NULL,
        statement text NOT NULL,
        PRIMARY KEY (act_id, n, sha256, code)
      );
      CREATE TRIGGER log_refusals_stand BEFORE UPDATE OR DELETE ON log_refusals FOR EACH ROW EXECUTE FUNCTION stands();
      CREATE TABLE log_stamps (
        size bigint PRIMARY KEY CHECK (size >= 0),
        checkpoint text NOT NULL,
        token bytea NOT NULL,
        stamped_at text NOT NULL
      );
      CREATE TABLE verification_codes (
        code text COLLATE "C" PRIMARY KEY,
        act_id text COLLATE "C" NOT NULL REFERENCES acts (act_id)
      ) PARTITION BY HASH (code);
      CALL in_parts('verification_codes');
    `,
  },
  {
    // How far each desk's journal had come when it was last heard of.
    version: 180,
    sql: `
      CREATE TABLE devices (
        office_id text COLLATE "C" NOT NULL,
        device_id text COLLATE "C" NOT NULL,
        entries bigint NOT NULL CHECK (entries >= 0),
        head text COLLATE "C" NOT NULL,
        PRIMARY KEY (office_id, device_id)
      );
    `,
  },
  {
    // What is noted of cases and acts, and the numbers that were given to cases opened at a desk.
    version: 195,
    sql: `
      CREATE TABLE case_entries (
        seq bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        entry_id text COLLATE "C" NOT NULL UNIQUE,
        case_id text COLLATE "C" NOT NULL,
        act_id text COLLATE "C",
        kind text COLLATE "C" NOT NULL,
        entry text NOT NULL
      );
      CREATE INDEX case_entries_by_case ON case_entries (case_id, seq);
      CREATE INDEX case_entries_by_act ON case_entries (act_id, kind) WHERE act_id IS NOT NULL;
      CREATE TRIGGER case_entries_stand BEFORE UPDATE OR DELETE ON case_entries FOR EACH ROW EXECUTE FUNCTION stands();
      CREATE TABLE case_numbers (
        office_id text COLLATE "C" NOT NULL,
        year integer NOT NULL,
        last integer NOT NULL CHECK (last >= 1),
        PRIMARY KEY (office_id, year)
      );
    `,
  },
  {
    // People with their grants, their devices, and who read what: a chain that only grows.
    version: 196,
    sql: `
      CREATE TABLE people_records (
        kind text COLLATE "C" NOT NULL CHECK (kind IN ('office', 'person', 'device', 'code', 'secret')),
        id text COLLATE "C" NOT NULL,
        record text NOT NULL,
        PRIMARY KEY (kind, id)
      );
      CREATE TABLE access_log (
        seq bigint PRIMARY KEY CHECK (seq >= 1),
        entry text NOT NULL,
        hash text NOT NULL CHECK (length(hash) = 64)
      );
      CREATE TRIGGER access_log_stands BEFORE UPDATE OR DELETE ON access_log FOR EACH ROW EXECUTE FUNCTION stands();
      -- Of which acts and pieces a file is: whether a person may read it.
      CREATE INDEX acts_by_document ON acts ((proposal::json ->> 'documentSha256'));
      CREATE INDEX registrations_by_file ON registrations (sha256);
      CREATE INDEX renditions_by_file ON renditions (sha256);
      CREATE INDEX joint_signatures_by_file ON joint_signatures (sha256);
      CREATE INDEX pieces_by_file ON case_entries ((entry::json ->> 'sha256')) WHERE kind = 'piece';
    `,
  },
  {
    // How the machinery of each desk stands, as it said itself at its last contact.
    version: 197,
    sql: `
      CREATE TABLE fleet (
        office_id text COLLATE "C" NOT NULL,
        device_id text COLLATE "C" NOT NULL,
        seen_at text COLLATE "C" NOT NULL,
        standing text NOT NULL,
        PRIMARY KEY (office_id, device_id)
      );
    `,
  },
  {
    // What is said of a signature that others come after is a leaf of the log too.
    version: 198,
    sql: `
      INSERT INTO log_waiting (hash)
        SELECT sha256('\\x00'::bytea || convert_to(receipt, 'UTF8')) FROM feed WHERE kind = 'partlySigned' ORDER BY office_id, seq;
    `,
  },
  {
    // Keys and certificates of electronic signatures, by their SHA-256.
    version: 205,
    sql: `
      ALTER TABLE people_records DROP CONSTRAINT people_records_kind_check;
      ALTER TABLE people_records ADD CONSTRAINT people_records_kind_check
        CHECK (kind IN ('office', 'person', 'device', 'code', 'secret', 'electronic'));
    `,
  },
  {
    // Where the log of accesses stood: its head, signed, a leaf of the register's log.
    version: 215,
    sql: `
      CREATE TABLE access_marks (
        seq bigint PRIMARY KEY CHECK (seq >= 1),
        hash text COLLATE "C" NOT NULL,
        statement text NOT NULL
      );
      CREATE TRIGGER access_marks_stand BEFORE UPDATE OR DELETE ON access_marks FOR EACH ROW EXECUTE FUNCTION stands();
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
        case_id text COLLATE "C" NOT NULL,
        n integer NOT NULL CHECK (n >= 1),
        office_id text COLLATE "C" NOT NULL,
        to_office text COLLATE "C" NOT NULL,
        last_number integer NOT NULL CHECK (last_number >= 0),
        PRIMARY KEY (case_id, n)
      );
      CREATE TRIGGER case_moves_stand BEFORE UPDATE OR DELETE ON case_moves FOR EACH ROW EXECUTE FUNCTION stands();
    `,
  },
  {
    // Court calendars, by whom they are for: an office, or all of them.
    version: 320,
    sql: `
      ALTER TABLE people_records DROP CONSTRAINT people_records_kind_check;
      ALTER TABLE people_records ADD CONSTRAINT people_records_kind_check
        CHECK (kind IN ('office', 'person', 'device', 'code', 'secret', 'electronic', 'calendar'));
    `,
  },
  {
    // Who signed what was registered, as was verified then: names, the first signer first. Of what was registered before it is not known.
    version: 325,
    sql: `
      ALTER TABLE registrations ADD COLUMN signers text;
    `,
  },
  {
    // Versions of drafts whose place another one took, here or not: one of them that comes later is kept, and opened no more.
    version: 330,
    sql: `
      CREATE TABLE draft_followed (
        draft_id text COLLATE "C" NOT NULL,
        version_id text COLLATE "C" NOT NULL,
        PRIMARY KEY (draft_id, version_id)
      ) PARTITION BY HASH (draft_id);
      CALL in_parts('draft_followed');
      INSERT INTO draft_followed
        SELECT DISTINCT v.draft_id, p.value FROM draft_versions v, jsonb_array_elements_text(v.version::jsonb -> 'parents') p(value);
    `,
  },
  {
    // Models of acts, by their profile.
    version: 375,
    sql: `
      ALTER TABLE people_records DROP CONSTRAINT people_records_kind_check;
      ALTER TABLE people_records ADD CONSTRAINT people_records_kind_check
        CHECK (kind IN ('office', 'person', 'device', 'code', 'secret', 'electronic', 'calendar', 'templates'));
    `,
  },
  {
    // Which substitutes were told of what waits for whom they stand for.
    version: 383,
    sql: `
      CREATE TABLE substitutes_told (
        office_id text COLLATE "C" NOT NULL,
        person_id text COLLATE "C" NOT NULL,
        stands_for text COLLATE "C" NOT NULL,
        since text COLLATE "C" NOT NULL,
        PRIMARY KEY (office_id, person_id, stands_for, since)
      );
      CREATE INDEX acts_waiting ON acts (office_id) WHERE state = 'toSign';
    `,
  },
];
