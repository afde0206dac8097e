// Opens the store in a folder, says so, and holds it until it is killed.
import { openStore } from '../../src/casework/store/store.ts';

const [folder = '', storeKey = ''] = process.argv.slice(2);
const opened = openStore({ folder, storeKey, now: () => new Date() });
process.send?.({ ok: opened.ok });
// A store that nobody refers to any more is collected, and its lock with it.
setInterval(() => opened.ok && opened.value.journal.inTransaction, 1000);
