/** Validates one file and prints the most memory that took, in MB: `node bench/validate/verify-once.ts FILE`. */
import { readFileSync } from 'node:fs';
import process from 'node:process';
import { openFileSource } from '../../src/signature/bytes.ts';
import { verifyDocument } from '../../src/signature/validation/document.ts';

const source = openFileSource(process.argv[2]!);
const { signatures, error } = await verifyDocument(source, { anchors: [] });
source.close();
if (error !== null || signatures.length === 0) throw new Error(error ?? 'no signature');
const match = /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync('/proc/self/status', 'utf8'));
console.log(match === null ? process.resourceUsage().maxRSS / 1024 : Number(match[1]) / 1024);
