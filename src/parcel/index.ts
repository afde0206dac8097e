export {
  type AgeKey,
  type SealFault,
  SealError,
  identitiesIn,
  isRecipient,
  newAgeKey,
  recipientOf,
  seal,
  unseal,
} from './age.ts';
export { type OfficeKeys, officeKeys } from './office-keys.ts';
export {
  type ParcelFault,
  type ParcelFileEntry,
  ParcelError,
  isSignedBy,
  packParcel,
  readParcel,
  signList,
  skim,
} from './parcel.ts';
export { type Written, ReadBackError, bytesOf, hashFile, syncFolderOf, unfinished, writeWhole } from './sealed-file.ts';
