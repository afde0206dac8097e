export {
  type AgeKey,
  type Opener,
  type SealFault,
  SealError,
  fileKeyOf,
  headerName,
  identitiesIn,
  isRecipient,
  newAgeKey,
  recipientOf,
  seal,
  unseal,
} from './age.ts';
export { type DeskKey, type DeskKeys, deskKeys, thumbprintOf, verifyingKey } from './desk-keys.ts';
export { type OfficeKeys, officeKeys } from './office-keys.ts';
export {
  type ParcelFault,
  type ParcelFileEntry,
  ParcelError,
  isSignedBy,
  listText,
  packParcel,
  readParcel,
  signList,
  skim,
} from './parcel.ts';
export {
  type Written,
  ReadBackError,
  bytesOf,
  hashFile,
  sealedHeader,
  syncFolderOf,
  unfinished,
  writeWhole,
} from './sealed-file.ts';
