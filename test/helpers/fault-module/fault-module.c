/*
 * A PKCS#11 module that passes every call on to a real one and misbehaves on command, as drivers do: it crashes, hangs, grows, lies,
 * answers garbage. What it was asked is written to a log, so that a test can prove what reached the token.
 *
 * FOJAS_FAULT_REAL  path of the real module
 * FOJAS_FAULT_DIR   folder with
 *   rules           one a line: ID FUNCTION NTH ACTION ARGUMENT; each comes true once, at the NTH call of FUNCTION by any process
 *   fired.ID        made when a rule came true
 *   count.FUNCTION  one byte for each call so far
 *   unplugged       while it exists no slot has a token, and whatever needs one answers CKR_DEVICE_REMOVED
 *   log             one line for each login and each signature
 *
 * Actions: crash, abort, hang, exit CODE; grow MEGABYTES (at once); leak MEGABYTES (from now on in this process, at each C_Sign); code CKR;
 * unplug; after (the real call is made, then the process dies); garbage, length BYTES (for C_Sign); flags BITS (for C_GetTokenInfo: set on
 * top of the true ones); none, twice (for C_GetSlotList); twice (for C_WaitForSlotEvent: an event where there was none).
 */
#define _GNU_SOURCE
#include "pkcs11.h"

#include <dlfcn.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static struct ck_function_list ours;
static struct ck_function_list *real;
static const char *dir;
/* Megabytes lost at each signature. */
static ck_ulong leaks = 0;

struct rule {
  char id[32];
  char action[16];
  ck_ulong argument;
  int fires;
};

static void path_of(char *path, size_t size, const char *name, const char *rest) {
  snprintf(path, size, "%s/%s%s", dir, name, rest);
}

static void note(const char *what, const void *bytes, ck_ulong length) {
  char path[512], line[1200];
  size_t at = (size_t)snprintf(line, sizeof line, "%d %s ", (int)getpid(), what);
  for (ck_ulong i = 0; i < length && at + 3 < sizeof line; i++)
    at += (size_t)snprintf(line + at, sizeof line - at, "%02x", ((const unsigned char *)bytes)[i]);
  line[at++] = '\n';
  path_of(path, sizeof path, "log", "");
  int file = open(path, O_WRONLY | O_CREAT | O_APPEND, 0600);
  if (file < 0) abort();
  if (write(file, line, at) != (ssize_t)at) abort();
  close(file);
}

static int is_unplugged(void) {
  char path[512];
  path_of(path, sizeof path, "unplugged", "");
  return access(path, F_OK) == 0;
}

/* Which call of this function it is, counted over all processes. */
static long count(const char *function) {
  char path[512];
  struct stat now;
  path_of(path, sizeof path, "count.", function);
  int file = open(path, O_WRONLY | O_CREAT | O_APPEND, 0600);
  if (file < 0 || write(file, ".", 1) != 1 || fstat(file, &now) != 0) abort();
  close(file);
  return (long)now.st_size;
}

/* The rule that comes true now. Each does so once, whichever process meets it. */
static struct rule rule_for(const char *function) {
  struct rule found = {.fires = 0};
  char path[512], wanted[32], line[200], fired[64];
  long nth, now = count(function);
  path_of(path, sizeof path, "rules", "");
  FILE *rules = fopen(path, "r");
  if (rules == NULL) return found;
  while (!found.fires && fgets(line, sizeof line, rules) != NULL) {
    found.argument = 0;
    if (sscanf(line, "%31s %31s %ld %15s %lu", found.id, wanted, &nth, found.action, &found.argument) < 4) continue;
    if (strcmp(wanted, function) != 0 || now < nth) continue;
    snprintf(fired, sizeof fired, "fired.%s", found.id);
    path_of(path, sizeof path, fired, "");
    int mark = open(path, O_WRONLY | O_CREAT | O_EXCL, 0600);
    if (mark < 0) continue;
    close(mark);
    found.fires = 1;
    note(found.action, "", 0);
  }
  fclose(rules);
  return found;
}

static int is(const struct rule *rule, const char *action) { return rule->fires && strcmp(rule->action, action) == 0; }

static void die(void) {
  signal(SIGSEGV, SIG_DFL);
  raise(SIGSEGV);
  _exit(139);
}

static void hang(void) {
  for (;;) pause();
}

/* Taken and never given back. */
static void take(ck_ulong megabytes) {
  for (ck_ulong i = 0; i < megabytes; i++) {
    char *piece = malloc(1 << 20);
    if (piece == NULL) abort();
    /* Different bytes, so that no page is shared. */
    for (int byte = 0; byte < 1 << 20; byte += 512) piece[byte] = (char)(i + (ck_ulong)byte);
    usleep(1000);
  }
}

static void grow(ck_ulong megabytes) {
  take(megabytes);
  /* Long enough for whoever watches to see it. */
  hang();
}

/* What a rule does before the real call. Answers CKR_OK where the call is to go on. */
static ck_rv before(const struct rule *rule) {
  if (is(rule, "crash")) die();
  if (is(rule, "abort")) abort();
  if (is(rule, "exit")) _exit((int)rule->argument);
  if (is(rule, "hang")) hang();
  if (is(rule, "grow")) grow(rule->argument);
  if (is(rule, "leak")) leaks = rule->argument;
  if (is(rule, "code")) return rule->argument;
  if (is(rule, "unplug")) {
    char path[512];
    path_of(path, sizeof path, "unplugged", "");
    int file = open(path, O_WRONLY | O_CREAT, 0600);
    if (file < 0) abort();
    close(file);
  }
  return CKR_OK;
}

static void set_flags(void *info, ck_ulong clear, ck_ulong set) {
  ck_ulong flags;
  memcpy(&flags, (char *)info + FLAGS_OFFSET, sizeof flags);
  flags = (flags & ~clear) | set;
  memcpy((char *)info + FLAGS_OFFSET, &flags, sizeof flags);
}

/* The rule for this call, and the return where the call ends here; `session` where a token is needed. */
#define BEGIN(name)                      \
  struct rule rule = rule_for("C_" #name); \
  ck_rv answer = before(&rule);            \
  if (answer != CKR_OK) return answer
#define BEGIN_ON_TOKEN(name) \
  BEGIN(name);               \
  if (is_unplugged()) return CKR_DEVICE_REMOVED
#define REAL(name, type) ((type)real->functions[F_##name])
#define END                       \
  if (is(&rule, "after")) die(); \
  return answer

typedef ck_rv (*with_1)(void *);
typedef ck_rv (*with_id)(ck_ulong);
typedef ck_rv (*with_id_1)(ck_ulong, void *);

static ck_rv Initialize(void *arguments) {
  BEGIN(Initialize);
  note("initialize", "", 0);
  answer = REAL(Initialize, with_1)(arguments);
  END;
}

static ck_rv Finalize(void *reserved) {
  BEGIN(Finalize);
  note("finalize", "", 0);
  answer = REAL(Finalize, with_1)(reserved);
  END;
}

static ck_rv GetSlotList(unsigned char present, ck_ulong *slots, ck_ulong *length) {
  BEGIN(GetSlotList);
  if (is(&rule, "none")) {
    *length = 0;
    return CKR_OK;
  }
  ck_ulong room = *length;
  answer = REAL(GetSlotList, ck_rv(*)(unsigned char, ck_ulong *, ck_ulong *))(present, slots, length);
  if (is(&rule, "twice") && slots != NULL && *length > 0 && room >= *length)
    for (ck_ulong i = 0; i < *length; i++) slots[i] = slots[0];
  END;
}

static ck_rv GetSlotInfo(ck_ulong slot, void *info) {
  BEGIN(GetSlotInfo);
  answer = REAL(GetSlotInfo, with_id_1)(slot, info);
  if (answer == CKR_OK && is_unplugged()) set_flags(info, CKF_TOKEN_PRESENT, 0);
  END;
}

static ck_rv GetTokenInfo(ck_ulong slot, void *info) {
  BEGIN(GetTokenInfo);
  if (is_unplugged()) return CKR_TOKEN_NOT_PRESENT;
  answer = REAL(GetTokenInfo, with_id_1)(slot, info);
  if (answer == CKR_OK && is(&rule, "flags")) set_flags(info, 0, rule.argument);
  END;
}

static ck_rv OpenSession(ck_ulong slot, ck_ulong flags, void *application, void *notify, ck_ulong *session) {
  BEGIN(OpenSession);
  if (is_unplugged()) return CKR_TOKEN_NOT_PRESENT;
  answer = REAL(OpenSession, ck_rv(*)(ck_ulong, ck_ulong, void *, void *, ck_ulong *))(slot, flags, application, notify, session);
  END;
}

static ck_rv CloseSession(ck_ulong session) {
  BEGIN(CloseSession);
  answer = REAL(CloseSession, with_id)(session);
  END;
}

static ck_rv Login(ck_ulong session, ck_ulong user, void *pin, ck_ulong length) {
  /* Noted first: what was sent was sent, whatever comes of it. */
  note("login", pin, length);
  BEGIN_ON_TOKEN(Login);
  answer = REAL(Login, ck_rv(*)(ck_ulong, ck_ulong, void *, ck_ulong))(session, user, pin, length);
  END;
}

static ck_rv Logout(ck_ulong session) {
  BEGIN_ON_TOKEN(Logout);
  answer = REAL(Logout, with_id)(session);
  END;
}

static ck_rv GetAttributeValue(ck_ulong session, ck_ulong object, void *template, ck_ulong length) {
  BEGIN_ON_TOKEN(GetAttributeValue);
  answer = REAL(GetAttributeValue, ck_rv(*)(ck_ulong, ck_ulong, void *, ck_ulong))(session, object, template, length);
  END;
}

static ck_rv FindObjectsInit(ck_ulong session, void *template, ck_ulong length) {
  BEGIN_ON_TOKEN(FindObjectsInit);
  answer = REAL(FindObjectsInit, ck_rv(*)(ck_ulong, void *, ck_ulong))(session, template, length);
  END;
}

static ck_rv SignInit(ck_ulong session, void *mechanism, ck_ulong key) {
  BEGIN_ON_TOKEN(SignInit);
  answer = REAL(SignInit, ck_rv(*)(ck_ulong, void *, ck_ulong))(session, mechanism, key);
  END;
}

static ck_rv Sign(ck_ulong session, void *data, ck_ulong length, unsigned char *signature, ck_ulong *room) {
  BEGIN_ON_TOKEN(Sign);
  take(leaks);
  ck_ulong had = *room;
  answer = REAL(Sign, ck_rv(*)(ck_ulong, void *, ck_ulong, unsigned char *, ck_ulong *))(session, data, length, signature, room);
  if (answer == CKR_OK && signature != NULL) {
    note("sign", data, length);
    if (is(&rule, "garbage"))
      for (ck_ulong i = 0; i < *room; i++) signature[i] = (unsigned char)(signature[i] * 7 + 13);
    if (is(&rule, "length") && rule.argument <= had) *room = rule.argument;
  }
  END;
}

static ck_rv WaitForSlotEvent(ck_ulong flags, ck_ulong *slot, void *reserved) {
  BEGIN(WaitForSlotEvent);
  /* As some do: an event where there was none. */
  if (is(&rule, "twice")) {
    *slot = 0;
    return CKR_OK;
  }
  answer = REAL(WaitForSlotEvent, ck_rv(*)(ck_ulong, ck_ulong *, void *))(flags, slot, reserved);
  END;
}

#define WRAP(name) ours.functions[F_##name] = (void *)name

__attribute__((visibility("default"))) ck_rv C_GetFunctionList(struct ck_function_list **list) {
  const char *path = getenv("FOJAS_FAULT_REAL");
  dir = getenv("FOJAS_FAULT_DIR");
  if (path == NULL || dir == NULL) return CKR_GENERAL_ERROR;
  void *library = dlopen(path, RTLD_NOW | RTLD_LOCAL);
  if (library == NULL) return CKR_GENERAL_ERROR;
  ck_rv (*load)(struct ck_function_list **) = (ck_rv(*)(struct ck_function_list **))dlsym(library, "C_GetFunctionList");
  if (load == NULL || load(&real) != CKR_OK) return CKR_GENERAL_ERROR;
  ours = *real;
  WRAP(Initialize);
  WRAP(Finalize);
  WRAP(GetSlotList);
  WRAP(GetSlotInfo);
  WRAP(GetTokenInfo);
  WRAP(OpenSession);
  WRAP(CloseSession);
  WRAP(Login);
  WRAP(Logout);
  WRAP(GetAttributeValue);
  WRAP(FindObjectsInit);
  WRAP(SignInit);
  WRAP(Sign);
  WRAP(WaitForSlotEvent);
  ours.functions[F_GetFunctionList] = (void *)C_GetFunctionList;
  *list = &ours;
  return CKR_OK;
}
