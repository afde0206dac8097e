// Made by tools/openapi.ts out of docs/openapi.json: not to be written by hand.
export interface paths {
  '/v1/capabilities': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** What this repository is, can do and takes. */
    get: operations['capabilities'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/openapi.json': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** This document. */
    get: operations['openapi'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/office': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** A repository inside an office proves its key before an access key is shown to it. */
    get: operations['proveOffice'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/feed': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** What happened in an office, in order. */
    get: operations['feed'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/receipts': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** Every receipt of the office, in the order in which they were given. */
    get: operations['receipts'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/log': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** Where the log of the register stands, signed, and that it grew out of where it stood. */
    get: operations['logHead'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/log/consistency': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** That one tree of the log grew out of another. */
    get: operations['logConsistency'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/log/proofs': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** That statements are leaves of a tree of the log. */
    get: operations['logProofs'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/log/stamp': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** What a time-stamping authority says of a checkpoint. */
    get: operations['logStamp'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/cases/{caseId}': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    /** Records a case. */
    put: operations['putCase'];
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/cases/{caseId}/state': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** A hash of all that is known of a case but its files. */
    get: operations['caseState'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/cases/{caseId}/snapshot': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** All that is known of a case but its files, in one answer. */
    get: operations['caseSnapshot'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/cases/{caseId}/entries/{entryId}': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    /** Notes something of a case or of one of its acts, once: a piece, a visado, a withdrawal, a notice. */
    put: operations['putEntry'];
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/blobs/{sha256}': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** A file, or one range of it. */
    get: operations['getBlob'];
    /** Sends a file, or what follows another one in it. */
    put: operations['putBlob'];
    post?: never;
    delete?: never;
    options?: never;
    /** Whether a file is here, or how far it has come. */
    head: operations['uploadState'];
    /** Sends a slice of a large file. */
    patch: operations['sendSlice'];
    trace?: never;
  };
  '/v1/blobs/query': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** Which of these files an office still has to send. */
    post: operations['lackingBlobs'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/bundles': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** Acts, returns and renditions in one stream: frames of a length (4 bytes, big-endian), a FrameHeader and bytes. */
    post: operations['sendBundle'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/acts/{actId}/proposal': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    /** Puts a document up for signature; its file was sent before. */
    put: operations['propose'];
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/acts/{actId}/return': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    /** Sends an act back with a remark. */
    put: operations['returnAct'];
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/acts/{actId}/registration': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    /** Registers a signed act, once; its file was sent before. */
    put: operations['register'];
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/acts/{actId}/receipt': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** The receipt of an act. */
    get: operations['receiptOfAct'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/acts/{actId}/signatures/{n}': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    /** The file as one of several signers left it, for the next one; the file was sent before. */
    put: operations['addSignature'];
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/acts/{actId}/renditions/{n}': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    /** Adds a longer file of a registered act; the file was sent before. */
    put: operations['addRendition'];
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/drafts/{draftId}': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** Where a draft stands. */
    get: operations['draftState'];
    /** Keeps a version of a draft. One that came second is kept beside the first. */
    put: operations['putDraft'];
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/drafts/{draftId}/versions/{versionId}': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** One version of a draft. */
    get: operations['draftVersion'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/drafts/{draftId}/lease': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    /** Says that a person writes. It holds nobody back. */
    put: operations['leaseDraft'];
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/devices/{deviceId}': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** How far the journal of a workstation had come when it was last heard of. */
    get: operations['deviceHead'];
    /** A workstation says how far its journal has come; two that are one by name are found out by this. */
    put: operations['tellDeviceHead'];
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/devices/{deviceId}/standing': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    /** A workstation says how its machinery stands: version, drivers, queue, last test. Nothing of a case. */
    put: operations['tellStanding'];
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/fleet': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** How the workstations stand; for those who look after them: of all offices for an enrolled person, of its own for a key. */
    get: operations['fleet'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/copies': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** The second copies of workstations that whoever asks may read. */
    get: operations['copySlots'];
    put?: never;
    /** The asker's own slot of this name, made where it is missing. */
    post: operations['openCopySlot'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/copies/{slot}/generations/{name}': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** What belongs to a copy. */
    get: operations['copyFiles'];
    /** Has a copy count, once its files are here; older ones make way by rule. */
    put: operations['keepCopy'];
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/copies/{slot}/files/{file}': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** A sealed file, or the part of it that Range names. */
    get: operations['readCopyFile'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    /** Whether a sealed file is here, or how far it has come. */
    head: operations['copyFileState'];
    /** A slice of a sealed file, from the offset that the repository told. */
    patch: operations['sendCopySlice'];
    trace?: never;
  };
  '/v1/parcels': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** Takes in a sealed parcel that came on a stick. */
    post: operations['importParcel'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/parcels/{sha256}': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** Takes in a sealed parcel of any office, which was sent as a file before; a repository inside an office passes it on. */
    post: operations['bringParcel'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/parcels/seed': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** A sealed parcel with cases, for a new workstation. */
    post: operations['seedParcel'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/enrolment': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** How a device may be enrolled, and a fresh nonce. */
    get: operations['enrolmentOffer'];
    put?: never;
    /** Enrols a device for the person whom a token, a one-time code or the identity provider proves. */
    post: operations['enrol'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/session': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** An enrolled device comes for its grants. */
    post: operations['session'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/revocations': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** Devices that were revoked while a grant of theirs may still be honoured without asking; for repositories inside offices. */
    get: operations['revocations'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/office-facts': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** What is known of the asker's office: its letterhead, town and models of acts, and who may sign in it. */
    get: operations['officeFacts'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/templates': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** Published models of acts, of those profiles that the asker wants, newer than what it has. */
    get: operations['templates'];
    put?: never;
    /** The next version of a profile of models. */
    post: operations['publishTemplates'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/calendars': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** Court calendars of the office and of all offices that are newer than what the asker has. */
    get: operations['calendars'];
    put?: never;
    /** The next version of a court calendar. */
    post: operations['publishCalendar'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/people': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** Whoever looks after people imports, grants, revokes, lists, and gives out one-time codes. */
    post: operations['orderPeople'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/electronic-key': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** A certificate for electronic signatures (Ley 25.506, art. 5) over a key that lies at the desk of whoever asks. */
    post: operations['certifyElectronicKey'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/electronic-authority': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** Who certifies keys for electronic signatures, and for which types of acts; for repositories inside offices. */
    get: operations['electronicAuthority'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/accesses': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** Who did and read what, in order, each entry chained to the one before. */
    get: operations['accesses'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/accesses/verdict': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** Whether the whole chain of accesses holds. */
    get: operations['accessVerdict'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
}
export type webhooks = Record<string, never>;
export interface components {
  schemas: {
    AccessPage: {
      entries: {
        seq: number;
        /** Format: date-time */
        at: string;
        officeId: string;
        personId: string | null;
        device: string | null;
        what: string;
        subject: string | null;
        status: number;
        hash: string;
      }[];
      more: boolean;
    };
    AccessVerdict:
      | {
          /** @constant */
          kind: 'whole';
          entries: number;
          head: string;
        }
      | {
          /** @constant */
          kind: 'broken';
          seq: number;
          /** @enum {string} */
          reason: 'missing' | 'changed' | 'cut';
        };
    BlobAnswer: {
      lacking: string[];
    };
    BlobQuery: {
      files: string[];
    };
    BundleLine:
      | {
          /** @constant */
          kind: 'ready';
          receipts: string;
        }
      | {
          /** @constant */
          kind: 'taken';
          bytes: number;
        }
      | {
          /** @constant */
          kind: 'registered';
          n: number;
          receipt: string;
        }
      | {
          /** @constant */
          kind: 'received';
          n: number;
          statement: string;
        }
      | {
          /** @constant */
          kind: 'returned';
          n: number;
        }
      | {
          /** @constant */
          kind: 'refused';
          n: number;
          problem: components['schemas']['Problem'];
        }
      | {
          /** @constant */
          kind: 'later';
          n: number;
          problem: components['schemas']['Problem'];
        }
      | {
          /** @constant */
          kind: 'end';
          frames: number;
          problem: components['schemas']['Problem'] | null;
        };
    CalendarAnswer:
      | {
          /** @constant */
          kind: 'published';
          version: number;
        }
      | {
          /** @constant */
          kind: 'overtaken';
          version: number;
        };
    CalendarOrder: {
      officeId: string | null;
      after: number;
      calendar: {
        /** @constant */
        version: 1;
        until?: number;
        /** @default [] */
        closed: {
          /** Format: date */
          date: string;
          name: string;
          source: string;
          /** @constant */
          unverified?: true;
          locality?: string;
        }[];
        /** @default [] */
        open: {
          /** Format: date */
          date: string;
          source: string;
        }[];
        /** @default [] */
        recess: {
          name: string;
          /** Format: date */
          from: string;
          /** Format: date */
          to: string;
          source: string;
          /** @constant */
          unverified?: true;
        }[];
      };
      by?: string;
    };
    Calendars: {
      calendars: {
        statement: string;
        calendar: string;
      }[];
    };
    Capabilities: {
      /** @constant */
      protocol: 1;
      repository: string;
      /** Format: date-time */
      serverTime: string;
      maxBlobBytes: number;
      receiptKeys: {
        kid: string;
        /** @constant */
        kty: 'OKP';
        /** @constant */
        crv: 'Ed25519';
        x: string;
      }[];
      /** @default [] */
      anchors: string[];
      policies?: string[];
      office?: {
        officeId: string;
        key: {
          kid: string;
          /** @constant */
          kty: 'OKP';
          /** @constant */
          crv: 'Ed25519';
          x: string;
        };
        reached: boolean;
        lastContactAt: string | null;
        waiting: number;
      };
      parcelKey?: string;
      electronic?: string[];
      features?: string[];
      limits?: {
        frameBytes: number;
        bundleBytes: number;
        uploadsPerOffice: number;
        uploadRestSeconds: number;
        longPollSeconds: number;
      };
    };
    CaseEntry:
      | {
          /** @constant */
          kind: 'piece';
          /** Format: uuid */
          entryId: string;
          /** Format: uuid */
          caseId: string;
          officeId: string;
          by: {
            personId: string;
            name: string;
          };
          deviceId: string;
          /** Format: date-time */
          at: string;
          sha256: string;
          size: number;
          /** @enum {string} */
          mediaType: 'application/pdf' | 'image/jpeg' | 'image/png' | 'image/tiff';
          fileName: string;
          title: string;
          /** @enum {string} */
          origin: 'paper' | 'digital' | 'photograph' | 'device';
          place: string;
          broughtBy: string;
          confidentialityLevel: number;
          paperAct?: {
            actType: string;
            signedBy: string;
            /** Format: date-time */
            madeAt: string;
          };
        }
      | {
          /** @constant */
          kind: 'visado';
          /** Format: uuid */
          entryId: string;
          /** Format: uuid */
          caseId: string;
          officeId: string;
          by: {
            personId: string;
            name: string;
          };
          deviceId: string;
          /** Format: date-time */
          at: string;
          /** Format: uuid */
          actId: string;
          documentSha256: string;
        }
      | {
          /** @constant */
          kind: 'withdrawn';
          /** Format: uuid */
          entryId: string;
          /** Format: uuid */
          caseId: string;
          officeId: string;
          by: {
            personId: string;
            name: string;
          };
          deviceId: string;
          /** Format: date-time */
          at: string;
          /** Format: uuid */
          actId: string;
          documentSha256: string;
          reason: string;
        }
      | {
          /** @constant */
          kind: 'addressees';
          /** Format: uuid */
          entryId: string;
          /** Format: uuid */
          caseId: string;
          officeId: string;
          by: {
            personId: string;
            name: string;
          };
          deviceId: string;
          /** Format: date-time */
          at: string;
          /** Format: uuid */
          actId: string;
          addressees: {
            name: string;
            pole:
              ('accused' | 'victim' | 'complainant' | 'witness' | 'defender' | 'adviser' | 'expert' | 'other') | null;
          }[];
        }
      | {
          /** @constant */
          kind: 'notified';
          /** Format: uuid */
          entryId: string;
          /** Format: uuid */
          caseId: string;
          officeId: string;
          by: {
            personId: string;
            name: string;
          };
          deviceId: string;
          /** Format: date-time */
          at: string;
          /** Format: uuid */
          actId: string;
          addressee: string;
          /** @enum {string} */
          means: 'electronicDomicile' | 'serviceNotice' | 'inPerson' | 'telephone' | 'hearing';
          trouble?: {
            /** @enum {string} */
            kind: 'failed' | 'repeat';
            reason: string;
          };
          /** Format: date-time */
          givenAt?: string;
        }
      | {
          /** @constant */
          kind: 'sealed';
          /** Format: uuid */
          entryId: string;
          /** Format: uuid */
          caseId: string;
          officeId: string;
          by: {
            personId: string;
            name: string;
          };
          deviceId: string;
          /** Format: date-time */
          at: string;
          /** Format: uuid */
          actId: string;
          reason: string;
        }
      | {
          /** @constant */
          kind: 'flags';
          /** Format: uuid */
          entryId: string;
          /** Format: uuid */
          caseId: string;
          officeId: string;
          by: {
            personId: string;
            name: string;
          };
          deviceId: string;
          /** Format: date-time */
          at: string;
          flags: {
            fatalDeadline: boolean;
            vulnerableVictim: boolean;
          };
          detained: boolean;
        }
      | {
          /** @constant */
          kind: 'levelAsked';
          /** Format: uuid */
          entryId: string;
          /** Format: uuid */
          caseId: string;
          officeId: string;
          by: {
            personId: string;
            name: string;
          };
          deviceId: string;
          /** Format: date-time */
          at: string;
          level: number;
          reason: string;
        }
      | {
          /** @constant */
          kind: 'levelSet';
          /** Format: uuid */
          entryId: string;
          /** Format: uuid */
          caseId: string;
          officeId: string;
          by: {
            personId: string;
            name: string;
          };
          deviceId: string;
          /** Format: date-time */
          at: string;
          level: number;
          reason: string;
          asked: string | null;
        }
      | {
          /** @constant */
          kind: 'actLevelAsked';
          /** Format: uuid */
          entryId: string;
          /** Format: uuid */
          caseId: string;
          officeId: string;
          by: {
            personId: string;
            name: string;
          };
          deviceId: string;
          /** Format: date-time */
          at: string;
          /** Format: uuid */
          actId: string;
          level: number;
          reason: string;
        }
      | {
          /** @constant */
          kind: 'actLevelSet';
          /** Format: uuid */
          entryId: string;
          /** Format: uuid */
          caseId: string;
          officeId: string;
          by: {
            personId: string;
            name: string;
          };
          deviceId: string;
          /** Format: date-time */
          at: string;
          /** Format: uuid */
          actId: string;
          level: number;
          reason: string;
          /** Format: uuid */
          asked: string;
        }
      | {
          /** @constant */
          kind: 'breakGlass';
          /** Format: uuid */
          entryId: string;
          /** Format: uuid */
          caseId: string;
          officeId: string;
          by: {
            personId: string;
            name: string;
          };
          deviceId: string;
          /** Format: date-time */
          at: string;
          reason: string;
        }
      | {
          /** @constant */
          kind: 'moveAsked';
          /** Format: uuid */
          entryId: string;
          /** Format: uuid */
          caseId: string;
          officeId: string;
          by: {
            personId: string;
            name: string;
          };
          deviceId: string;
          /** Format: date-time */
          at: string;
          to: string;
          /** @enum {string} */
          how: 'remission' | 'jurisdictionDecline' | 'joinder';
          /** Format: uuid */
          actId: string;
          joinedTo: string | null;
          reason: string;
        }
      | {
          /** @constant */
          kind: 'moved';
          /** Format: uuid */
          entryId: string;
          /** Format: uuid */
          caseId: string;
          officeId: string;
          by: {
            personId: string;
            name: string;
          };
          deviceId: string;
          /** Format: date-time */
          at: string;
          to: string;
          /** @enum {string} */
          how: 'remission' | 'jurisdictionDecline' | 'joinder';
          /** Format: uuid */
          actId: string;
          joinedTo: string | null;
          reason: string;
          asked: string | null;
        }
      | {
          /** @constant */
          kind: 'label';
          /** Format: uuid */
          entryId: string;
          /** Format: uuid */
          caseId: string;
          officeId: string;
          by: {
            personId: string;
            name: string;
          };
          deviceId: string;
          /** Format: date-time */
          at: string;
          /** Format: uuid */
          actId: string;
          label: string;
          on: boolean;
        }
      | {
          /** @constant */
          kind: 'hearing';
          /** Format: uuid */
          entryId: string;
          /** Format: uuid */
          caseId: string;
          officeId: string;
          by: {
            personId: string;
            name: string;
          };
          deviceId: string;
          /** Format: date-time */
          at: string;
          hearingAt: string | null;
          what: string;
        }
      | {
          /** @constant */
          kind: 'captionSet';
          /** Format: uuid */
          entryId: string;
          /** Format: uuid */
          caseId: string;
          officeId: string;
          by: {
            personId: string;
            name: string;
          };
          deviceId: string;
          /** Format: date-time */
          at: string;
          caption: string;
          parties: {
            /** @enum {string} */
            pole: 'accused' | 'victim' | 'complainant' | 'witness' | 'defender' | 'adviser' | 'expert' | 'other';
            name: string;
            document: string;
          }[];
          was: {
            caption: string;
            parties: {
              /** @enum {string} */
              pole: 'accused' | 'victim' | 'complainant' | 'witness' | 'defender' | 'adviser' | 'expert' | 'other';
              name: string;
              document: string;
            }[];
          };
          reason: string;
        }
      | {
          /** @constant */
          kind: 'due';
          /** Format: uuid */
          entryId: string;
          /** Format: uuid */
          caseId: string;
          officeId: string;
          by: {
            personId: string;
            name: string;
          };
          deviceId: string;
          /** Format: date-time */
          at: string;
          /** Format: uuid */
          actId: string;
          dueAt: string | null;
        }
      | {
          /** @constant */
          kind: 'correcting';
          /** Format: uuid */
          entryId: string;
          /** Format: uuid */
          caseId: string;
          officeId: string;
          by: {
            personId: string;
            name: string;
          };
          deviceId: string;
          /** Format: date-time */
          at: string;
          /** Format: uuid */
          actId: string;
          /** Format: uuid */
          draftId: string;
          /** @enum {string} */
          how: 'clarifies' | 'rectifies' | 'replaces';
        }
      | {
          /** @constant */
          kind: 'remade';
          /** Format: uuid */
          entryId: string;
          /** Format: uuid */
          caseId: string;
          officeId: string;
          by: {
            personId: string;
            name: string;
          };
          deviceId: string;
          /** Format: date-time */
          at: string;
          /** Format: uuid */
          actId: string;
          documentSha256: string;
          /** Format: uuid */
          draftId: string;
          problem: string;
          detail: string;
        }
      | {
          /** @constant */
          kind: 'reviewAsked';
          /** Format: uuid */
          entryId: string;
          /** Format: uuid */
          caseId: string;
          officeId: string;
          by: {
            personId: string;
            name: string;
          };
          deviceId: string;
          /** Format: date-time */
          at: string;
          /** Format: uuid */
          draftId: string;
          round: number;
          /** Format: uuid */
          versionId: string;
        }
      | {
          /** @constant */
          kind: 'reviewRecalled';
          /** Format: uuid */
          entryId: string;
          /** Format: uuid */
          caseId: string;
          officeId: string;
          by: {
            personId: string;
            name: string;
          };
          deviceId: string;
          /** Format: date-time */
          at: string;
          /** Format: uuid */
          draftId: string;
          round: number;
        }
      | {
          /** @constant */
          kind: 'reviewReturned';
          /** Format: uuid */
          entryId: string;
          /** Format: uuid */
          caseId: string;
          officeId: string;
          by: {
            personId: string;
            name: string;
          };
          deviceId: string;
          /** Format: date-time */
          at: string;
          /** Format: uuid */
          draftId: string;
          round: number;
          /** Format: uuid */
          versionId: string;
          remarks: {
            remarkId: string;
            paragraphId: string | null;
            from: number;
            to: number;
            quote: string;
            text: string;
          }[];
        }
      | {
          /** @constant */
          kind: 'remarkResolved';
          /** Format: uuid */
          entryId: string;
          /** Format: uuid */
          caseId: string;
          officeId: string;
          by: {
            personId: string;
            name: string;
          };
          deviceId: string;
          /** Format: date-time */
          at: string;
          /** Format: uuid */
          draftId: string;
          remarkId: string;
        }
      | {
          /** @constant */
          kind: 'frozen';
          /** Format: uuid */
          entryId: string;
          /** Format: uuid */
          caseId: string;
          officeId: string;
          by: {
            personId: string;
            name: string;
          };
          deviceId: string;
          /** Format: date-time */
          at: string;
          /** Format: uuid */
          actId: string;
          /** Format: uuid */
          draftId: string;
          round: number;
          /** Format: uuid */
          versionId: string;
          documentSha256: string;
        };
    CaseRecord: {
      /** Format: uuid */
      caseId: string;
      caseNumber: string;
      caption: string;
      officeId: string;
      confidentialityLevel: number;
      detained: boolean;
      opening?: {
        provisionalNumber: string;
        /** @enum {string} */
        series: 'case' | 'office';
        /** @enum {string} */
        origin: 'complaint' | 'police' | 'ownMotion' | 'remission' | 'flagrancy' | 'other';
        parties: {
          /** @enum {string} */
          pole: 'accused' | 'victim' | 'complainant' | 'witness' | 'defender' | 'adviser' | 'expert' | 'other';
          name: string;
          document: string;
        }[];
        flags: {
          fatalDeadline: boolean;
          vulnerableVictim: boolean;
        };
        by: {
          personId: string;
          name: string;
        };
        deviceId: string;
        /** Format: date-time */
        openedAt: string;
      };
    };
    CaseSnapshot: {
      state: components['schemas']['CaseState'];
      case: components['schemas']['CaseRecord'];
      headers: string[];
      acts: {
        proposal: components['schemas']['Proposal'];
        returned: components['schemas']['Return'] | null;
        receipt: [number, string, string] | null;
        renditions: [number, string, string][];
      }[];
      cursor: string;
    };
    CaseState: {
      /** Format: uuid */
      caseId: string;
      hash: string;
      acts: number;
      registered: number;
      renditions: number;
    };
    CopyFiles: {
      files: {
        path: string;
        sha256: string;
        size: number;
      }[];
    };
    CopySlot: {
      slot: string;
      officeId: string;
      deviceId: string;
      personId: string | null;
      usedBytes: number;
      quotaBytes: number;
      generations: {
        name: string;
        /** Format: date-time */
        writtenAt: string;
      }[];
    };
    CopySlots: {
      slots: components['schemas']['CopySlot'][];
    };
    CopyWish: {
      deviceId: string;
    };
    DeskStanding: {
      version: string;
      /** @enum {string} */
      platform: 'linux' | 'darwin' | 'win32' | 'other';
      /** @enum {string} */
      arch: 'x64' | 'arm64' | 'other';
      ring: string;
      policySha256: string;
      drivers: string[];
      certificateEnds: string | null;
      queue: {
        waiting: number;
        refused: number;
        aside: number;
        oldest: string | null;
      };
      selfTest: {
        /** Format: date-time */
        at: string;
        ok: boolean;
      } | null;
    };
    DeviceHead: {
      entries: number;
      head: string;
    };
    DeviceSession: {
      personId: string;
      name: string;
      grants: string[];
      /** Format: date-time */
      serverTime: string;
      nonce: string;
    };
    DeviceWord: {
      entries: number;
      head: string;
      after: components['schemas']['DeviceHead'] | null;
    };
    DraftState: {
      /** Format: uuid */
      draftId: string;
      /** Format: uuid */
      caseId: string;
      revision: number;
      open: string[];
    };
    DraftVersion: {
      /** Format: uuid */
      draftId: string;
      /** Format: uuid */
      versionId: string;
      /** Format: uuid */
      caseId: string;
      officeId: string;
      text: {
        /** @enum {number} */
        format: 1 | 2;
        actType: string;
        title: string;
        paragraphs: {
          id: string;
          text: string;
          /** @enum {string} */
          style?: 'heading' | 'quote' | 'item' | 'number' | 'table';
          depth?: number;
          section?: string;
          marks?: (
            | {
                /** @enum {string} */
                kind: 'bold' | 'italic' | 'underline';
                from: number;
                to: number;
              }
            | {
                /** @constant */
                kind: 'field';
                from: number;
                to: number;
                name: string;
              }
            | {
                /** @constant */
                kind: 'cite';
                from: number;
                to: number;
                /** Format: uuid */
                actId: string;
              }
          )[];
        }[];
        template?: {
          profile: string;
          id: string;
        };
        archived: boolean;
      };
      parents: string[];
      author: {
        personId: string;
        name: string;
      };
      deviceId: string;
      /** Format: date-time */
      savedAt: string;
    };
    ElectronicKeyAnswer: {
      certificates: string[];
    };
    ElectronicKeyRequest: {
      /** Format: base64 */
      spki: string;
      /** Format: base64 */
      signature?: string;
    };
    ElectronicTold: {
      statement: string;
    };
    EnrolmentOffer: {
      repository: string;
      root: string;
      ways: ('token' | 'code' | 'oidc')[];
      oidc: {
        /** Format: uri */
        issuer: string;
        clientId: string;
      } | null;
      nonce: string;
    };
    EnrolmentRequest:
      | {
          /** @constant */
          way: 'token';
          deviceId: string;
          certificates: string[];
          /** @enum {string} */
          algorithm:
            | 'rsa-pkcs1-sha256'
            | 'rsa-pkcs1-sha384'
            | 'rsa-pkcs1-sha512'
            | 'rsa-pss-sha256'
            | 'rsa-pss-sha384'
            | 'rsa-pss-sha512'
            | 'ecdsa-sha256'
            | 'ecdsa-sha384'
            | 'ecdsa-sha512';
          /** Format: base64 */
          signature: string;
        }
      | {
          /** @constant */
          way: 'code';
          deviceId: string;
          personId: string;
          code: string;
        }
      | {
          /** @constant */
          way: 'oidc';
          deviceId: string;
          idToken: string;
        };
    FeedPage: {
      events: (
        | {
            /** @constant */
            kind: 'case';
            case: components['schemas']['CaseRecord'];
          }
        | {
            /** @constant */
            kind: 'proposal';
            proposal: components['schemas']['Proposal'];
          }
        | {
            /** @constant */
            kind: 'returned';
            return: components['schemas']['Return'];
          }
        | {
            /** @constant */
            kind: 'registered';
            /** Format: uuid */
            actId: string;
            receipt: string;
            /** @constant */
            electronic?: true;
            signers?: string[];
            substitute?: {
              personId: string;
              name: string;
            };
          }
        | {
            /** @constant */
            kind: 'rendition';
            /** Format: uuid */
            actId: string;
            receipt: string;
          }
        | {
            /** @constant */
            kind: 'partlySigned';
            /** Format: uuid */
            actId: string;
            receipt: string;
            /** @constant */
            electronic?: true;
            substitute?: {
              personId: string;
              name: string;
            };
          }
        | {
            /** @constant */
            kind: 'draft';
            draft: components['schemas']['DraftState'];
          }
        | {
            /** @constant */
            kind: 'entry';
            entry: components['schemas']['CaseEntry'];
          }
        | {
            /** @constant */
            kind: 'draftLease';
            /** Format: uuid */
            draftId: string;
            lease: {
              holder: string;
              deviceId: string;
              /** Format: date-time */
              until: string;
            } | null;
          }
        | {
            /** @constant */
            kind: 'received';
            /** Format: uuid */
            actId: string;
            statement: string;
          }
        | {
            /** @constant */
            kind: 'refused';
            /** Format: uuid */
            actId: string;
            n: number;
            sha256: string;
            problem: string;
            detail: string;
          }
        | {
            /** @constant */
            kind: 'centre';
            reached: boolean;
            /** Format: date-time */
            at: string;
          }
        | {
            /** @constant */
            kind: 'halfReceived';
            /** Format: uuid */
            actId: string;
            statement: string;
            /** @constant */
            electronic?: true;
            substitute?: {
              personId: string;
              name: string;
            };
          }
        | {
            /** @constant */
            kind: 'halfRefused';
            /** Format: uuid */
            actId: string;
            n: number;
            sha256: string;
            problem: string;
            detail: string;
          }
        | {
            /** @constant */
            kind: 'entryRefused';
            /** Format: uuid */
            caseId: string;
            /** Format: uuid */
            entryId: string;
            problem: string;
            detail: string;
          }
      )[];
      cursor: string;
      more: boolean;
    };
    Fleet: {
      /** Format: date-time */
      at: string;
      rows: {
        officeId: string;
        deviceId: string;
        /** Format: date-time */
        seenAt: string;
        standing: components['schemas']['DeskStanding'];
      }[];
    };
    FrameHeader:
      | {
          /** @constant */
          kind: 'act';
          n: number;
          request: components['schemas']['RegistrationRequest'];
          bytes: number;
          after: string | null;
          /** Format: uuid */
          follows?: string;
        }
      | {
          /** @constant */
          kind: 'rendition';
          n: number;
          request: components['schemas']['RenditionRequest'];
          bytes: number;
          after: string | null;
        }
      | {
          /** @constant */
          kind: 'return';
          n: number;
          return: components['schemas']['Return'];
          /** @constant */
          bytes: 0;
        };
    LeaseAnswer: {
      lease: {
        holder: string;
        deviceId: string;
        /** Format: date-time */
        until: string;
      } | null;
    };
    LeaseWish: {
      holder: string;
      deviceId: string;
      seconds: number;
    };
    LogGrowth: {
      /** Format: base64 */
      consistency: string;
    };
    LogHead: {
      checkpoint: string;
      keys: string | null;
      consistency: string | null;
      seen?: string[];
    };
    LogProofs: {
      /** Format: base64 */
      pool: string;
      proofs: ({
        index: number;
        parts: number[];
      } | null)[];
    };
    LogStamp: {
      checkpoint: string;
      /** Format: base64 */
      token: string;
      /** Format: date-time */
      at: string;
    };
    OfficeAnswer: {
      proof: string;
    };
    OfficeTold: {
      office: {
        statement: string;
        facts: string;
      } | null;
    };
    PeopleAnswer:
      | {
          /** @constant */
          kind: 'listing';
          listing: {
            offices: {
              officeId: string;
              name: string;
              locality?: string;
              letterhead?: string[];
              profiles?: string[];
            }[];
            people: {
              personId: string;
              name: string;
              cuil: string | null;
              login: string | null;
              grants: {
                officeId: string;
                roles: ('magistrate' | 'secretary' | 'clerk' | 'auxiliary' | 'itAdmin' | 'auditor')[];
                clearance: number;
                /** @default false */
                validator: boolean;
                /** Format: date-time */
                until: string;
                capacity?: string;
              }[];
              standsFor?: {
                officeId: string;
                standsFor: string;
                name: string;
                /** Format: date-time */
                from: string;
                /** Format: date-time */
                until: string;
                resolution: string;
              }[];
            }[];
            devices: {
              jkt: string;
              deviceId: string;
              personId: string;
              /** @enum {string} */
              way: 'token' | 'code' | 'oidc';
              /** @constant */
              revocation?: 'unknown';
              /** Format: date-time */
              enrolledAt: string;
              revoked: {
                /** Format: date-time */
                at: string;
                by: string;
                reason: string;
              } | null;
            }[];
          };
        }
      | {
          /** @constant */
          kind: 'done';
          changed: number;
        }
      | {
          /** @constant */
          kind: 'code';
          code: string;
          /** Format: date-time */
          expiresAt: string;
        }
      | {
          /** @constant */
          kind: 'refused';
          /** @enum {string} */
          reason:
            | 'personUnknown'
            | 'officeUnknown'
            | 'deviceUnknown'
            | 'profileUnknown'
            | 'endsBefore'
            | 'maySignNothing'
            | 'ownPlace'
            | 'cuilUnknown';
          subject: string;
        };
    PeopleOrder:
      | {
          /** @constant */
          kind: 'list';
        }
      | {
          /** @constant */
          kind: 'office';
          office: {
            officeId: string;
            name: string;
            locality?: string | null;
            letterhead?: string[] | null;
            profiles?: string[] | null;
          };
        }
      | {
          /** @constant */
          kind: 'import';
          rows: {
            personId: string;
            name: string;
            cuil: string | null;
            login: string | null;
            grant: {
              officeId: string;
              roles: ('magistrate' | 'secretary' | 'clerk' | 'auxiliary' | 'itAdmin' | 'auditor')[];
              clearance: number;
              validator?: boolean;
              /** Format: date-time */
              until: string;
              capacity?: string;
            };
          }[];
        }
      | {
          /** @constant */
          kind: 'grant';
          personId: string;
          grant: {
            officeId: string;
            roles: ('magistrate' | 'secretary' | 'clerk' | 'auxiliary' | 'itAdmin' | 'auditor')[];
            clearance: number;
            validator?: boolean;
            /** Format: date-time */
            until: string;
            capacity?: string;
          };
        }
      | {
          /** @constant */
          kind: 'revokeGrant';
          personId: string;
          officeId: string;
        }
      | {
          /** @constant */
          kind: 'substitute';
          personId: string;
          officeId: string;
          standsFor: string;
          /** Format: date-time */
          from: string;
          /** Format: date-time */
          until: string;
          resolution: string;
        }
      | {
          /** @constant */
          kind: 'endSubstitution';
          personId: string;
          officeId: string;
          standsFor: string;
        }
      | {
          /** @constant */
          kind: 'code';
          personId: string;
        }
      | {
          /** @constant */
          kind: 'revokeDevice';
          jkt: string;
          reason: string;
        };
    Problem: {
      type: string;
      title: string;
      status: number;
      detail: string;
      /** @enum {string} */
      retry: 'never' | 'same' | 'after' | 'refresh';
      next?: string;
      refusal?: string;
      expectedOffset?: number;
    };
    Proposal: {
      /** Format: uuid */
      actId: string;
      /** Format: uuid */
      caseId: string;
      officeId: string;
      type: string;
      title: string;
      author: string;
      confidentialityLevel: number;
      dueAt: string | null;
      documentSha256: string;
      size: number;
      vouchedBy: string | null;
      /** Format: date-time */
      proposedAt: string;
      signers?: {
        personId: string;
        name: string;
        capacity: string;
        cuil: string | null;
      }[];
    };
    PublishedProfiles: {
      profiles: {
        statement: string;
        profile: string;
      }[];
    };
    ReceiptsPage: {
      receipts: string[];
      cursor: string;
      more: boolean;
    };
    Received: {
      statement: string;
    };
    Registered: {
      receipt: string;
    };
    RegistrationRequest: {
      /** Format: uuid */
      actId: string;
      /** Format: uuid */
      caseId: string;
      sha256: string;
      size: number;
      documentSha256: string;
      documentSize: number;
      certificateSha256: string;
      /** Format: date-time */
      signedAt: string;
      deviceId: string;
      personId?: string;
      standsFor?: string;
      /** @constant */
      electronic?: true;
    };
    RenditionRequest: {
      /** Format: uuid */
      actId: string;
      n: number;
      sha256: string;
      size: number;
      prefixSha256: string;
      prefixSize: number;
      deviceId: string;
    };
    Return: {
      /** Format: uuid */
      actId: string;
      documentSha256: string;
      remark: string;
      returnedBy: string;
      /** Format: date-time */
      returnedAt: string;
    };
    Revocations: {
      revocations: string[];
    };
    SeedWish: {
      caseNumbers: string[];
      maxBytes: number;
    };
    SignatureRequest: {
      /** Format: uuid */
      actId: string;
      /** Format: uuid */
      caseId: string;
      sha256: string;
      size: number;
      documentSha256: string;
      documentSize: number;
      certificateSha256: string;
      /** Format: date-time */
      signedAt: string;
      deviceId: string;
      personId: string;
      standsFor?: string;
      /** @constant */
      electronic?: true;
      n: number;
    };
    TemplatesAnswer:
      | {
          /** @constant */
          kind: 'published';
          version: number;
        }
      | {
          /** @constant */
          kind: 'overtaken';
          version: number;
        };
    TemplatesOrder: {
      after: number;
      profile: {
        /** @constant */
        version: 1;
        id: string;
        name: string;
        jurisdiction: string;
        families: {
          [key: string]: string;
        };
        fields: {
          name: string;
          label: string;
          /** @enum {string} */
          from?:
            | 'case.number'
            | 'case.caption'
            | 'caption.person'
            | 'office.name'
            | 'office.locality'
            | 'person.name'
            | 'person.capacity'
            | 'date'
            | 'time';
        }[];
        templates: {
          id: string;
          actType: string;
          name: string;
          family: string;
          title: string;
          norms: {
            text: string;
            /** @constant */
            unverified?: true;
          }[];
          /** @constant */
          electronic?: true;
          notify?: ('accused' | 'victim' | 'complainant' | 'witness' | 'defender' | 'adviser' | 'expert' | 'other')[];
          body: {
            text: string;
            /** @enum {string} */
            style?: 'heading' | 'quote' | 'item' | 'number' | 'table';
            section?: string;
            /** @constant */
            required?: true;
            name?: string;
          }[];
        }[];
      };
    };
  };
  responses: {
    /** @description RFC 9457, type `urn:fojas:problem:<code>`; `retry` says what a client does, `next` what a person does. */
    Problem: {
      headers: {
        [name: string]: unknown;
      };
      content: {
        'application/problem+json': components['schemas']['Problem'];
      };
    };
  };
  parameters: {
    /** @description The newest wording (a date) that the client knows; without it, the first. */
    Version: string;
    /** @description Features without which the request would not mean what it says, with commas. */
    Requires: string;
  };
  requestBodies: never;
  headers: never;
  pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
  capabilities: {
    parameters: {
      query?: never;
      header?: {
        /** @description The newest wording (a date) that the client knows; without it, the first. */
        'Fojas-Version'?: components['parameters']['Version'];
        /** @description Features without which the request would not mean what it says, with commas. */
        'Fojas-Requires'?: components['parameters']['Requires'];
      };
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Abilities and limits are told to those who name a Fojas-Version. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Capabilities'];
        };
      };
      default: components['responses']['Problem'];
    };
  };
  openapi: {
    parameters: {
      query?: never;
      header?: {
        /** @description The newest wording (a date) that the client knows; without it, the first. */
        'Fojas-Version'?: components['parameters']['Version'];
        /** @description Features without which the request would not mean what it says, with commas. */
        'Fojas-Requires'?: components['parameters']['Requires'];
      };
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description OpenAPI 3.1. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': unknown;
        };
      };
      default: components['responses']['Problem'];
    };
  };
  proveOffice: {
    parameters: {
      query: {
        /** @description Random, base64url. */
        nonce: string;
      };
      header?: {
        /** @description The newest wording (a date) that the client knows; without it, the first. */
        'Fojas-Version'?: components['parameters']['Version'];
        /** @description Features without which the request would not mean what it says, with commas. */
        'Fojas-Requires'?: components['parameters']['Requires'];
      };
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description A JWS over the nonce. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['OfficeAnswer'];
        };
      };
      default: components['responses']['Problem'];
    };
  };
  feed: {
    parameters: {
      query: {
        /** @description The office that asks. */
        office: string;
        /** @description Opaque; empty is the beginning. */
        cursor?: string;
        /** @description Events in one page, at most 500. */
        limit?: string;
        /** @description Seconds to wait for something new, at most 165, and no longer than limits.longPollSeconds says. */
        wait?: string;
      };
      header?: {
        /** @description The newest wording (a date) that the client knows; without it, the first. */
        'Fojas-Version'?: components['parameters']['Version'];
        /** @description Features without which the request would not mean what it says, with commas. */
        'Fojas-Requires'?: components['parameters']['Requires'];
      };
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The next page; empty where nothing is new. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['FeedPage'];
        };
      };
      default: components['responses']['Problem'];
    };
  };
  receipts: {
    parameters: {
      query?: {
        /** @description Opaque; empty is the beginning, `latest` the end. */
        after?: string;
        /** @description At most 1000. */
        limit?: string;
      };
      header?: {
        /** @description The newest wording (a date) that the client knows; without it, the first. */
        'Fojas-Version'?: components['parameters']['Version'];
        /** @description Features without which the request would not mean what it says, with commas. */
        'Fojas-Requires'?: components['parameters']['Requires'];
      };
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Receipts as JWS. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['ReceiptsPage'];
        };
      };
      default: components['responses']['Problem'];
    };
  };
  logHead: {
    parameters: {
      query?: {
        /** @description The size of the tree that the asker knows. */
        from?: string;
      };
      header?: {
        /** @description The newest wording (a date) that the client knows; without it, the first. */
        'Fojas-Version'?: components['parameters']['Version'];
        /** @description Features without which the request would not mean what it says, with commas. */
        'Fojas-Requires'?: components['parameters']['Requires'];
      };
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description A checkpoint, the keys, and the consistency proof. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['LogHead'];
        };
      };
      default: components['responses']['Problem'];
    };
  };
  logConsistency: {
    parameters: {
      query: {
        /** @description The smaller size. */
        from: string;
        /** @description The larger size. */
        to: string;
      };
      header?: {
        /** @description The newest wording (a date) that the client knows; without it, the first. */
        'Fojas-Version'?: components['parameters']['Version'];
        /** @description Features without which the request would not mean what it says, with commas. */
        'Fojas-Requires'?: components['parameters']['Requires'];
      };
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The proof (RFC 9162). */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['LogGrowth'];
        };
      };
      default: components['responses']['Problem'];
    };
  };
  logProofs: {
    parameters: {
      query: {
        /** @description The tree. */
        size: string;
        /** @description Hashes of leaves, base64url, with commas between; at most 100. */
        leaves: string;
      };
      header?: {
        /** @description The newest wording (a date) that the client knows; without it, the first. */
        'Fojas-Version'?: components['parameters']['Version'];
        /** @description Features without which the request would not mean what it says, with commas. */
        'Fojas-Requires'?: components['parameters']['Requires'];
      };
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Their places and proofs (RFC 9162), in the order asked. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['LogProofs'];
        };
      };
      default: components['responses']['Problem'];
    };
  };
  logStamp: {
    parameters: {
      query: {
        /** @description The largest tree that the asker knows. */
        size: string;
      };
      header?: {
        /** @description The newest wording (a date) that the client knows; without it, the first. */
        'Fojas-Version'?: components['parameters']['Version'];
        /** @description Features without which the request would not mean what it says, with commas. */
        'Fojas-Requires'?: components['parameters']['Requires'];
      };
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description A checkpoint and its token (RFC 3161). */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['LogStamp'];
        };
      };
      default: components['responses']['Problem'];
    };
  };
  putCase: {
    parameters: {
      query?: never;
      header?: {
        /** @description The newest wording (a date) that the client knows; without it, the first. */
        'Fojas-Version'?: components['parameters']['Version'];
        /** @description Features without which the request would not mean what it says, with commas. */
        'Fojas-Requires'?: components['parameters']['Requires'];
      };
      path: {
        caseId: string;
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['CaseRecord'];
      };
    };
    responses: {
      /** @description The same is here already. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      /** @description Taken. */
      201: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      default: components['responses']['Problem'];
    };
  };
  caseState: {
    parameters: {
      query?: never;
      header?: {
        /** @description The hash that is known. */
        'If-None-Match'?: string;
        /** @description The newest wording (a date) that the client knows; without it, the first. */
        'Fojas-Version'?: components['parameters']['Version'];
        /** @description Features without which the request would not mean what it says, with commas. */
        'Fojas-Requires'?: components['parameters']['Requires'];
      };
      path: {
        caseId: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Where the case stands. */
      200: {
        headers: {
          ETag?: string;
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['CaseState'];
        };
      };
      /** @description Nothing has changed. */
      304: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      default: components['responses']['Problem'];
    };
  };
  caseSnapshot: {
    parameters: {
      query?: never;
      header?: {
        /** @description The newest wording (a date) that the client knows; without it, the first. */
        'Fojas-Version'?: components['parameters']['Version'];
        /** @description Features without which the request would not mean what it says, with commas. */
        'Fojas-Requires'?: components['parameters']['Requires'];
      };
      path: {
        caseId: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The case. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['CaseSnapshot'];
        };
      };
      default: components['responses']['Problem'];
    };
  };
  putEntry: {
    parameters: {
      query?: never;
      header?: {
        /** @description The newest wording (a date) that the client knows; without it, the first. */
        'Fojas-Version'?: components['parameters']['Version'];
        /** @description Features without which the request would not mean what it says, with commas. */
        'Fojas-Requires'?: components['parameters']['Requires'];
      };
      path: {
        caseId: string;
        entryId: string;
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['CaseEntry'];
      };
    };
    responses: {
      /** @description The same is here already. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      /** @description Taken. */
      201: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      default: components['responses']['Problem'];
    };
  };
  getBlob: {
    parameters: {
      query?: never;
      header?: {
        /** @description One byte range. */
        Range?: string;
        /** @description Its ETag. */
        'If-Range'?: string;
        /** @description Its ETag. */
        'If-None-Match'?: string;
        /** @description The newest wording (a date) that the client knows; without it, the first. */
        'Fojas-Version'?: components['parameters']['Version'];
        /** @description Features without which the request would not mean what it says, with commas. */
        'Fojas-Requires'?: components['parameters']['Requires'];
      };
      path: {
        sha256: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The whole. */
      200: {
        headers: {
          ETag?: string;
          'Repr-Digest'?: string;
          [name: string]: unknown;
        };
        content: {
          'application/octet-stream': unknown;
        };
      };
      /** @description The range. */
      206: {
        headers: {
          'Content-Range'?: string;
          ETag?: string;
          'Repr-Digest'?: string;
          [name: string]: unknown;
        };
        content: {
          'application/octet-stream': unknown;
        };
      };
      /** @description A file at its hash never changes. */
      304: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      default: components['responses']['Problem'];
    };
  };
  putBlob: {
    parameters: {
      query?: {
        /** @description SHA-256 of a file that is here and with which this one begins. */
        after?: string;
      };
      header?: {
        /** @description The newest wording (a date) that the client knows; without it, the first. */
        'Fojas-Version'?: components['parameters']['Version'];
        /** @description Features without which the request would not mean what it says, with commas. */
        'Fojas-Requires'?: components['parameters']['Requires'];
      };
      path: {
        sha256: string;
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/octet-stream': unknown;
      };
    };
    responses: {
      /** @description The same is here already. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      /** @description Taken. */
      201: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      default: components['responses']['Problem'];
    };
  };
  uploadState: {
    parameters: {
      query?: never;
      header?: {
        /** @description Bytes of the whole: asks for the state of an upload. */
        'Upload-Length'?: string;
        /** @description The newest wording (a date) that the client knows; without it, the first. */
        'Fojas-Version'?: components['parameters']['Version'];
        /** @description Features without which the request would not mean what it says, with commas. */
        'Fojas-Requires'?: components['parameters']['Requires'];
      };
      path: {
        sha256: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Here, or begun. */
      200: {
        headers: {
          'Content-Length'?: string;
          'Upload-Offset'?: string;
          'Upload-Complete'?: string;
          [name: string]: unknown;
        };
        content?: never;
      };
      /** @description Not here, and not begun. */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      default: components['responses']['Problem'];
    };
  };
  sendSlice: {
    parameters: {
      query?: never;
      header: {
        /** @description Bytes of the whole. */
        'Upload-Length': string;
        /** @description Where the slice begins: where the repository is. */
        'Upload-Offset': string;
        /** @description `?1` with the last slice. */
        'Upload-Complete'?: string;
        /** @description The newest wording (a date) that the client knows; without it, the first. */
        'Fojas-Version'?: components['parameters']['Version'];
        /** @description Features without which the request would not mean what it says, with commas. */
        'Fojas-Requires'?: components['parameters']['Requires'];
      };
      path: {
        sha256: string;
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/partial-upload': unknown;
      };
    };
    responses: {
      /** @description The file is here already. */
      200: {
        headers: {
          'Upload-Offset'?: string;
          'Upload-Complete'?: string;
          [name: string]: unknown;
        };
        content?: never;
      };
      /** @description The last slice: hashed whole, and here. */
      201: {
        headers: {
          'Upload-Offset'?: string;
          'Upload-Complete'?: string;
          [name: string]: unknown;
        };
        content?: never;
      };
      /** @description More is to come. */
      204: {
        headers: {
          'Upload-Offset'?: string;
          'Upload-Complete'?: string;
          [name: string]: unknown;
        };
        content?: never;
      };
      default: components['responses']['Problem'];
    };
  };
  lackingBlobs: {
    parameters: {
      query?: never;
      header?: {
        /** @description The newest wording (a date) that the client knows; without it, the first. */
        'Fojas-Version'?: components['parameters']['Version'];
        /** @description Features without which the request would not mean what it says, with commas. */
        'Fojas-Requires'?: components['parameters']['Requires'];
      };
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['BlobQuery'];
      };
    };
    responses: {
      /** @description Those that are not here. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['BlobAnswer'];
        };
      };
      default: components['responses']['Problem'];
    };
  };
  sendBundle: {
    parameters: {
      query?: never;
      header: {
        /** @description `br`, flushed after each frame. */
        'Content-Encoding': string;
        /** @description The newest wording (a date) that the client knows; without it, the first. */
        'Fojas-Version'?: components['parameters']['Version'];
        /** @description Features without which the request would not mean what it says, with commas. */
        'Fojas-Requires'?: components['parameters']['Requires'];
      };
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/vnd.fojas.bundle': unknown;
      };
    };
    responses: {
      /** @description A BundleLine (JSON) a line, written while the stream still comes. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/x-ndjson': unknown;
        };
      };
      default: components['responses']['Problem'];
    };
  };
  propose: {
    parameters: {
      query?: never;
      header?: {
        /** @description The newest wording (a date) that the client knows; without it, the first. */
        'Fojas-Version'?: components['parameters']['Version'];
        /** @description Features without which the request would not mean what it says, with commas. */
        'Fojas-Requires'?: components['parameters']['Requires'];
      };
      path: {
        actId: string;
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['Proposal'];
      };
    };
    responses: {
      /** @description The same is here already. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      /** @description Taken. */
      201: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      default: components['responses']['Problem'];
    };
  };
  returnAct: {
    parameters: {
      query?: never;
      header?: {
        /** @description The newest wording (a date) that the client knows; without it, the first. */
        'Fojas-Version'?: components['parameters']['Version'];
        /** @description Features without which the request would not mean what it says, with commas. */
        'Fojas-Requires'?: components['parameters']['Requires'];
      };
      path: {
        actId: string;
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['Return'];
      };
    };
    responses: {
      /** @description The same is here already. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      /** @description Taken. */
      201: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      default: components['responses']['Problem'];
    };
  };
  register: {
    parameters: {
      query?: never;
      header?: {
        /** @description The newest wording (a date) that the client knows; without it, the first. */
        'Fojas-Version'?: components['parameters']['Version'];
        /** @description Features without which the request would not mean what it says, with commas. */
        'Fojas-Requires'?: components['parameters']['Requires'];
      };
      path: {
        actId: string;
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['RegistrationRequest'];
      };
    };
    responses: {
      /** @description Registered before: the very same receipt. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Registered'];
        };
      };
      /** @description Registered now. */
      201: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Registered'];
        };
      };
      /** @description A repository inside an office has it and forwards it. Nothing is registered yet. */
      202: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Received'];
        };
      };
      default: components['responses']['Problem'];
    };
  };
  receiptOfAct: {
    parameters: {
      query?: never;
      header?: {
        /** @description The newest wording (a date) that the client knows; without it, the first. */
        'Fojas-Version'?: components['parameters']['Version'];
        /** @description Features without which the request would not mean what it says, with commas. */
        'Fojas-Requires'?: components['parameters']['Requires'];
      };
      path: {
        actId: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The receipt. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Registered'];
        };
      };
      default: components['responses']['Problem'];
    };
  };
  addSignature: {
    parameters: {
      query?: never;
      header?: {
        /** @description The newest wording (a date) that the client knows; without it, the first. */
        'Fojas-Version'?: components['parameters']['Version'];
        /** @description Features without which the request would not mean what it says, with commas. */
        'Fojas-Requires'?: components['parameters']['Requires'];
      };
      path: {
        actId: string;
        n: string;
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['SignatureRequest'];
      };
    };
    responses: {
      /** @description Registered before: the very same receipt. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Registered'];
        };
      };
      /** @description Registered now. */
      201: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Registered'];
        };
      };
      /** @description A repository inside an office has it and forwards it. Nothing is registered yet. */
      202: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Received'];
        };
      };
      default: components['responses']['Problem'];
    };
  };
  addRendition: {
    parameters: {
      query?: never;
      header?: {
        /** @description The newest wording (a date) that the client knows; without it, the first. */
        'Fojas-Version'?: components['parameters']['Version'];
        /** @description Features without which the request would not mean what it says, with commas. */
        'Fojas-Requires'?: components['parameters']['Requires'];
      };
      path: {
        actId: string;
        n: string;
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['RenditionRequest'];
      };
    };
    responses: {
      /** @description Registered before: the very same receipt. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Registered'];
        };
      };
      /** @description Registered now. */
      201: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Registered'];
        };
      };
      /** @description A repository inside an office has it and forwards it. Nothing is registered yet. */
      202: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Received'];
        };
      };
      default: components['responses']['Problem'];
    };
  };
  draftState: {
    parameters: {
      query?: never;
      header?: {
        /** @description The newest wording (a date) that the client knows; without it, the first. */
        'Fojas-Version'?: components['parameters']['Version'];
        /** @description Features without which the request would not mean what it says, with commas. */
        'Fojas-Requires'?: components['parameters']['Requires'];
      };
      path: {
        draftId: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Its newest versions. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['DraftState'];
        };
      };
      default: components['responses']['Problem'];
    };
  };
  putDraft: {
    parameters: {
      query?: never;
      header?: {
        /** @description The version it grew from. */
        'If-Match'?: string;
        /** @description `*` for the first. */
        'If-None-Match'?: string;
        /** @description The newest wording (a date) that the client knows; without it, the first. */
        'Fojas-Version'?: components['parameters']['Version'];
        /** @description Features without which the request would not mean what it says, with commas. */
        'Fojas-Requires'?: components['parameters']['Requires'];
      };
      path: {
        draftId: string;
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['DraftVersion'];
      };
    };
    responses: {
      /** @description It is here already. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['DraftState'];
        };
      };
      /** @description Taken. */
      201: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['DraftState'];
        };
      };
      default: components['responses']['Problem'];
    };
  };
  draftVersion: {
    parameters: {
      query?: never;
      header?: {
        /** @description The newest wording (a date) that the client knows; without it, the first. */
        'Fojas-Version'?: components['parameters']['Version'];
        /** @description Features without which the request would not mean what it says, with commas. */
        'Fojas-Requires'?: components['parameters']['Requires'];
      };
      path: {
        draftId: string;
        versionId: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The version. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['DraftVersion'];
        };
      };
      default: components['responses']['Problem'];
    };
  };
  leaseDraft: {
    parameters: {
      query?: never;
      header?: {
        /** @description The newest wording (a date) that the client knows; without it, the first. */
        'Fojas-Version'?: components['parameters']['Version'];
        /** @description Features without which the request would not mean what it says, with commas. */
        'Fojas-Requires'?: components['parameters']['Requires'];
      };
      path: {
        draftId: string;
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['LeaseWish'];
      };
    };
    responses: {
      /** @description Who writes. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['LeaseAnswer'];
        };
      };
      default: components['responses']['Problem'];
    };
  };
  deviceHead: {
    parameters: {
      query?: never;
      header?: {
        /** @description The newest wording (a date) that the client knows; without it, the first. */
        'Fojas-Version'?: components['parameters']['Version'];
        /** @description Features without which the request would not mean what it says, with commas. */
        'Fojas-Requires'?: components['parameters']['Requires'];
      };
      path: {
        deviceId: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description What is known of it. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['DeviceHead'];
        };
      };
      default: components['responses']['Problem'];
    };
  };
  tellDeviceHead: {
    parameters: {
      query?: never;
      header?: {
        /** @description The newest wording (a date) that the client knows; without it, the first. */
        'Fojas-Version'?: components['parameters']['Version'];
        /** @description Features without which the request would not mean what it says, with commas. */
        'Fojas-Requires'?: components['parameters']['Requires'];
      };
      path: {
        deviceId: string;
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['DeviceWord'];
      };
    };
    responses: {
      /** @description Noted. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['DeviceHead'];
        };
      };
      default: components['responses']['Problem'];
    };
  };
  tellStanding: {
    parameters: {
      query?: {
        /** @description How many seconds ago it said so, where a repository inside an office passes it on. */
        ago?: string;
      };
      header?: {
        /** @description The newest wording (a date) that the client knows; without it, the first. */
        'Fojas-Version'?: components['parameters']['Version'];
        /** @description Features without which the request would not mean what it says, with commas. */
        'Fojas-Requires'?: components['parameters']['Requires'];
      };
      path: {
        deviceId: string;
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['DeskStanding'];
      };
    };
    responses: {
      /** @description Noted. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['DeskStanding'];
        };
      };
      default: components['responses']['Problem'];
    };
  };
  fleet: {
    parameters: {
      query?: never;
      header?: {
        /** @description The newest wording (a date) that the client knows; without it, the first. */
        'Fojas-Version'?: components['parameters']['Version'];
        /** @description Features without which the request would not mean what it says, with commas. */
        'Fojas-Requires'?: components['parameters']['Requires'];
      };
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description One row a workstation. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Fleet'];
        };
      };
      default: components['responses']['Problem'];
    };
  };
  copySlots: {
    parameters: {
      query?: never;
      header?: {
        /** @description The newest wording (a date) that the client knows; without it, the first. */
        'Fojas-Version'?: components['parameters']['Version'];
        /** @description Features without which the request would not mean what it says, with commas. */
        'Fojas-Requires'?: components['parameters']['Requires'];
      };
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description One slot a workstation. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['CopySlots'];
        };
      };
      default: components['responses']['Problem'];
    };
  };
  openCopySlot: {
    parameters: {
      query?: never;
      header?: {
        /** @description The newest wording (a date) that the client knows; without it, the first. */
        'Fojas-Version'?: components['parameters']['Version'];
        /** @description Features without which the request would not mean what it says, with commas. */
        'Fojas-Requires'?: components['parameters']['Requires'];
      };
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['CopyWish'];
      };
    };
    responses: {
      /** @description What it holds, and how much may lie there. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['CopySlot'];
        };
      };
      default: components['responses']['Problem'];
    };
  };
  copyFiles: {
    parameters: {
      query?: never;
      header?: {
        /** @description The newest wording (a date) that the client knows; without it, the first. */
        'Fojas-Version'?: components['parameters']['Version'];
        /** @description Features without which the request would not mean what it says, with commas. */
        'Fojas-Requires'?: components['parameters']['Requires'];
      };
      path: {
        slot: string;
        name: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Its sealed files. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['CopyFiles'];
        };
      };
      default: components['responses']['Problem'];
    };
  };
  keepCopy: {
    parameters: {
      query?: never;
      header?: {
        /** @description The newest wording (a date) that the client knows; without it, the first. */
        'Fojas-Version'?: components['parameters']['Version'];
        /** @description Features without which the request would not mean what it says, with commas. */
        'Fojas-Requires'?: components['parameters']['Requires'];
      };
      path: {
        slot: string;
        name: string;
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['CopyFiles'];
      };
    };
    responses: {
      /** @description The same is here already. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      /** @description It counts from now on. */
      201: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      default: components['responses']['Problem'];
    };
  };
  readCopyFile: {
    parameters: {
      query?: never;
      header?: {
        /** @description One range of bytes. */
        Range?: string;
        /** @description The newest wording (a date) that the client knows; without it, the first. */
        'Fojas-Version'?: components['parameters']['Version'];
        /** @description Features without which the request would not mean what it says, with commas. */
        'Fojas-Requires'?: components['parameters']['Requires'];
      };
      path: {
        slot: string;
        file: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The file. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/octet-stream': unknown;
        };
      };
      /** @description The part. */
      206: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/octet-stream': unknown;
        };
      };
      default: components['responses']['Problem'];
    };
  };
  copyFileState: {
    parameters: {
      query?: never;
      header?: {
        /** @description Its length in bytes, to ask how far it has come. */
        'Upload-Length'?: string;
        /** @description The newest wording (a date) that the client knows; without it, the first. */
        'Fojas-Version'?: components['parameters']['Version'];
        /** @description Features without which the request would not mean what it says, with commas. */
        'Fojas-Requires'?: components['parameters']['Requires'];
      };
      path: {
        slot: string;
        file: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Here, or begun. */
      200: {
        headers: {
          'Upload-Offset'?: string;
          'Upload-Complete'?: string;
          [name: string]: unknown;
        };
        content?: never;
      };
      default: components['responses']['Problem'];
    };
  };
  sendCopySlice: {
    parameters: {
      query?: never;
      header: {
        /** @description Of the whole file. */
        'Upload-Length': string;
        /** @description Where this slice goes on. */
        'Upload-Offset': string;
        /** @description The newest wording (a date) that the client knows; without it, the first. */
        'Fojas-Version'?: components['parameters']['Version'];
        /** @description Features without which the request would not mean what it says, with commas. */
        'Fojas-Requires'?: components['parameters']['Requires'];
      };
      path: {
        slot: string;
        file: string;
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/partial-upload': unknown;
      };
    };
    responses: {
      /** @description Whole, and hashed. */
      201: {
        headers: {
          'Upload-Offset'?: string;
          'Upload-Complete'?: string;
          [name: string]: unknown;
        };
        content?: never;
      };
      /** @description Kept so far. */
      204: {
        headers: {
          'Upload-Offset'?: string;
          'Upload-Complete'?: string;
          [name: string]: unknown;
        };
        content?: never;
      };
      default: components['responses']['Problem'];
    };
  };
  importParcel: {
    parameters: {
      query?: never;
      header?: {
        /** @description The newest wording (a date) that the client knows; without it, the first. */
        'Fojas-Version'?: components['parameters']['Version'];
        /** @description Features without which the request would not mean what it says, with commas. */
        'Fojas-Requires'?: components['parameters']['Requires'];
      };
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/vnd.fojas.parcel': unknown;
      };
    };
    responses: {
      /** @description The sealed answer. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/vnd.fojas.parcel': unknown;
        };
      };
      default: components['responses']['Problem'];
    };
  };
  bringParcel: {
    parameters: {
      query?: never;
      header?: {
        /** @description The newest wording (a date) that the client knows; without it, the first. */
        'Fojas-Version'?: components['parameters']['Version'];
        /** @description Features without which the request would not mean what it says, with commas. */
        'Fojas-Requires'?: components['parameters']['Requires'];
      };
      path: {
        sha256: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The sealed answer. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/vnd.fojas.parcel': unknown;
        };
      };
      /** @description It is still at it: ask again. */
      202: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      default: components['responses']['Problem'];
    };
  };
  seedParcel: {
    parameters: {
      query?: never;
      header?: {
        /** @description The newest wording (a date) that the client knows; without it, the first. */
        'Fojas-Version'?: components['parameters']['Version'];
        /** @description Features without which the request would not mean what it says, with commas. */
        'Fojas-Requires'?: components['parameters']['Requires'];
      };
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['SeedWish'];
      };
    };
    responses: {
      /** @description The parcel. */
      200: {
        headers: {
          'Fojas-Seed'?: string;
          [name: string]: unknown;
        };
        content: {
          'application/vnd.fojas.parcel': unknown;
        };
      };
      default: components['responses']['Problem'];
    };
  };
  enrolmentOffer: {
    parameters: {
      query?: never;
      header?: {
        /** @description The newest wording (a date) that the client knows; without it, the first. */
        'Fojas-Version'?: components['parameters']['Version'];
        /** @description Features without which the request would not mean what it says, with commas. */
        'Fojas-Requires'?: components['parameters']['Requires'];
      };
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The ways that are open here. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['EnrolmentOffer'];
        };
      };
      default: components['responses']['Problem'];
    };
  };
  enrol: {
    parameters: {
      query?: never;
      header: {
        /** @description A proof by the key of the device (RFC 9449) with a nonce of this repository. */
        DPoP: string;
        /** @description The newest wording (a date) that the client knows; without it, the first. */
        'Fojas-Version'?: components['parameters']['Version'];
        /** @description Features without which the request would not mean what it says, with commas. */
        'Fojas-Requires'?: components['parameters']['Requires'];
      };
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['EnrolmentRequest'];
      };
    };
    responses: {
      /** @description Enrolled: the grants in force, signed for this device. */
      201: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['DeviceSession'];
        };
      };
      default: components['responses']['Problem'];
    };
  };
  session: {
    parameters: {
      query?: never;
      header: {
        /** @description A proof by the key of the device (RFC 9449) with a nonce of this repository. */
        DPoP: string;
        /** @description The newest wording (a date) that the client knows; without it, the first. */
        'Fojas-Version'?: components['parameters']['Version'];
        /** @description Features without which the request would not mean what it says, with commas. */
        'Fojas-Requires'?: components['parameters']['Requires'];
      };
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The grants in force, signed anew. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['DeviceSession'];
        };
      };
      default: components['responses']['Problem'];
    };
  };
  revocations: {
    parameters: {
      query?: never;
      header?: {
        /** @description The newest wording (a date) that the client knows; without it, the first. */
        'Fojas-Version'?: components['parameters']['Version'];
        /** @description Features without which the request would not mean what it says, with commas. */
        'Fojas-Requires'?: components['parameters']['Requires'];
      };
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description One signed statement (`fojas-revocation+jws`) a device. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Revocations'];
        };
      };
      default: components['responses']['Problem'];
    };
  };
  officeFacts: {
    parameters: {
      query?: {
        /** @description SHA-256 of the facts that the asker has. */
        known?: string;
      };
      header?: {
        /** @description The newest wording (a date) that the client knows; without it, the first. */
        'Fojas-Version'?: components['parameters']['Version'];
        /** @description Features without which the request would not mean what it says, with commas. */
        'Fojas-Requires'?: components['parameters']['Requires'];
      };
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description With a signed statement (`fojas-office+jws`) of their SHA-256, or null where nothing is new. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['OfficeTold'];
        };
      };
      default: components['responses']['Problem'];
    };
  };
  templates: {
    parameters: {
      query?: {
        /** @description The profiles that are wanted, each with the version that is known (0: none): `ID:N,ID:N`. */
        has?: string;
      };
      header?: {
        /** @description The newest wording (a date) that the client knows; without it, the first. */
        'Fojas-Version'?: components['parameters']['Version'];
        /** @description Features without which the request would not mean what it says, with commas. */
        'Fojas-Requires'?: components['parameters']['Requires'];
      };
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Each with a signed statement (`fojas-templates+jws`) of its SHA-256. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['PublishedProfiles'];
        };
      };
      default: components['responses']['Problem'];
    };
  };
  publishTemplates: {
    parameters: {
      query?: never;
      header?: {
        /** @description The newest wording (a date) that the client knows; without it, the first. */
        'Fojas-Version'?: components['parameters']['Version'];
        /** @description Features without which the request would not mean what it says, with commas. */
        'Fojas-Requires'?: components['parameters']['Requires'];
      };
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['TemplatesOrder'];
      };
    };
    responses: {
      /** @description Published, or overtaken by another version. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['TemplatesAnswer'];
        };
      };
      default: components['responses']['Problem'];
    };
  };
  calendars: {
    parameters: {
      query?: {
        /** @description The version of the office's calendar that is known. */
        own?: string;
        /** @description That of the one for all offices. */
        all?: string;
      };
      header?: {
        /** @description The newest wording (a date) that the client knows; without it, the first. */
        'Fojas-Version'?: components['parameters']['Version'];
        /** @description Features without which the request would not mean what it says, with commas. */
        'Fojas-Requires'?: components['parameters']['Requires'];
      };
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Each with a signed statement (`fojas-calendar+jws`) of its SHA-256. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Calendars'];
        };
      };
      default: components['responses']['Problem'];
    };
  };
  publishCalendar: {
    parameters: {
      query?: never;
      header?: {
        /** @description The newest wording (a date) that the client knows; without it, the first. */
        'Fojas-Version'?: components['parameters']['Version'];
        /** @description Features without which the request would not mean what it says, with commas. */
        'Fojas-Requires'?: components['parameters']['Requires'];
      };
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['CalendarOrder'];
      };
    };
    responses: {
      /** @description Published, or overtaken by another version. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['CalendarAnswer'];
        };
      };
      default: components['responses']['Problem'];
    };
  };
  orderPeople: {
    parameters: {
      query?: never;
      header?: {
        /** @description The newest wording (a date) that the client knows; without it, the first. */
        'Fojas-Version'?: components['parameters']['Version'];
        /** @description Features without which the request would not mean what it says, with commas. */
        'Fojas-Requires'?: components['parameters']['Requires'];
      };
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['PeopleOrder'];
      };
    };
    responses: {
      /** @description What was done. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['PeopleAnswer'];
        };
      };
      default: components['responses']['Problem'];
    };
  };
  certifyElectronicKey: {
    parameters: {
      query?: never;
      header?: {
        /** @description The newest wording (a date) that the client knows; without it, the first. */
        'Fojas-Version'?: components['parameters']['Version'];
        /** @description Features without which the request would not mean what it says, with commas. */
        'Fojas-Requires'?: components['parameters']['Requires'];
      };
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['ElectronicKeyRequest'];
      };
    };
    responses: {
      /** @description The certificate, the person’s first. */
      201: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['ElectronicKeyAnswer'];
        };
      };
      default: components['responses']['Problem'];
    };
  };
  electronicAuthority: {
    parameters: {
      query?: never;
      header?: {
        /** @description The newest wording (a date) that the client knows; without it, the first. */
        'Fojas-Version'?: components['parameters']['Version'];
        /** @description Features without which the request would not mean what it says, with commas. */
        'Fojas-Requires'?: components['parameters']['Requires'];
      };
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description A signed statement (`fojas-electronic+jws`). */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['ElectronicTold'];
        };
      };
      default: components['responses']['Problem'];
    };
  };
  accesses: {
    parameters: {
      query?: {
        /** @description Entries after this one. */
        after?: string;
        /** @description At most 500. */
        limit?: string;
      };
      header?: {
        /** @description The newest wording (a date) that the client knows; without it, the first. */
        'Fojas-Version'?: components['parameters']['Version'];
        /** @description Features without which the request would not mean what it says, with commas. */
        'Fojas-Requires'?: components['parameters']['Requires'];
      };
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The next entries. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['AccessPage'];
        };
      };
      default: components['responses']['Problem'];
    };
  };
  accessVerdict: {
    parameters: {
      query?: never;
      header?: {
        /** @description The newest wording (a date) that the client knows; without it, the first. */
        'Fojas-Version'?: components['parameters']['Version'];
        /** @description Features without which the request would not mean what it says, with commas. */
        'Fojas-Requires'?: components['parameters']['Requires'];
      };
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Where it ends, or where it breaks. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['AccessVerdict'];
        };
      };
      default: components['responses']['Problem'];
    };
  };
}
