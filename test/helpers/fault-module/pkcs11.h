/* The little of the PKCS#11 2.40 ABI that the fault module needs, written from the specification's tables. */
#ifndef FOJAS_PKCS11_H
#define FOJAS_PKCS11_H

typedef unsigned long ck_ulong;
typedef ck_ulong ck_rv;

#define CKR_OK 0x00UL
#define CKR_GENERAL_ERROR 0x05UL
#define CKR_DEVICE_REMOVED 0x32UL
#define CKR_TOKEN_NOT_PRESENT 0xe0UL

#define CKF_TOKEN_PRESENT 1UL
/* Flags stand behind two texts in CK_SLOT_INFO (64 + 32 bytes), behind four in CK_TOKEN_INFO (32 + 32 + 16 + 16). */
#define FLAGS_OFFSET 96

/* CK_FUNCTION_LIST: a version, then the functions in the order of the specification (section 5.3, table 30). */
#define CK_FUNCTIONS 68
struct ck_function_list {
  unsigned char version[2];
  void *functions[CK_FUNCTIONS];
};

enum ck_function {
  F_Initialize = 0,
  F_Finalize = 1,
  F_GetFunctionList = 3,
  F_GetSlotList = 4,
  F_GetSlotInfo = 5,
  F_GetTokenInfo = 6,
  F_GetMechanismList = 7,
  F_OpenSession = 12,
  F_CloseSession = 13,
  F_Login = 18,
  F_Logout = 19,
  F_GetAttributeValue = 24,
  F_FindObjectsInit = 26,
  F_FindObjects = 27,
  F_SignInit = 42,
  F_Sign = 43,
  F_WaitForSlotEvent = 67
};

#endif
