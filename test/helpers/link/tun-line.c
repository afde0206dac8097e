/*
 * The far part of a slow line: packets that leave one network namespace by its TUN device arrive at the other so many microseconds
 * later. The rate is the kernel's work (a token bucket on each device, tc tbf); this adds what such kernels have no queue for: delay,
 * loss, silence and resets.
 *
 *   tun-line NAMESPACE_A NAMESPACE_B DELAY_US LOSS_PER_MILLION SEED
 *
 * Reads commands, one a line: `pass`, `silence` (packets vanish), `reset` (every TCP segment is answered with a reset to both ends, as by
 * a router that has forgotten its connections), `count`. Answers `ready` at the start, and `count` with four numbers: packets and bytes
 * that went from A to B, then from B to A. Ends when its input ends.
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/if_tun.h>
#include <net/if.h>
#include <poll.h>
#include <sched.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <time.h>
#include <unistd.h>

enum { mtu = 1500, slots = 4096 };
enum mode { pass, silence, reset };

struct held { int64_t due; uint16_t size; uint8_t bytes[mtu]; };
struct way { struct held *ring; unsigned first, count; int to; uint64_t packets, total; };

static uint64_t chance;

static void die(const char *what) { perror(what); exit(1); }

static int64_t now_us(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return (int64_t)t.tv_sec * 1000000 + t.tv_nsec / 1000;
}

static uint32_t next_chance(void) { /* xorshift64*, repeated by its seed */
  chance ^= chance >> 12; chance ^= chance << 25; chance ^= chance >> 27;
  return (uint32_t)((chance * 2685821657736338717ULL) >> 32);
}

/* Makes tun0 in a namespace and stays in it. */
static int open_tun(const char *name) {
  char path[256];
  snprintf(path, sizeof path, "/var/run/netns/%s", name);
  int space = open(path, O_RDONLY | O_CLOEXEC);
  if (space < 0 || setns(space, CLONE_NEWNET) != 0) die(path);
  close(space);
  int tun = open("/dev/net/tun", O_RDWR | O_NONBLOCK | O_CLOEXEC);
  if (tun < 0) die("/dev/net/tun");
  struct ifreq wish;
  memset(&wish, 0, sizeof wish);
  wish.ifr_flags = IFF_TUN | IFF_NO_PI;
  strcpy(wish.ifr_name, "tun0");
  if (ioctl(tun, TUNSETIFF, &wish) != 0) die("TUNSETIFF");
  return tun;
}

static void hold(struct way *way, const uint8_t *bytes, uint16_t size, int64_t due) {
  if (way->count == slots) return; /* more than any shaped line brings */
  struct held *place = &way->ring[(way->first + way->count++) % slots];
  place->due = due;
  place->size = size;
  memcpy(place->bytes, bytes, size);
}

static void deliver(struct way *way, int64_t now, enum mode mode) {
  while (way->count > 0 && way->ring[way->first].due <= now) {
    struct held *place = &way->ring[way->first];
    way->first = (way->first + 1) % slots;
    way->count--;
    if (mode == silence) continue;
    way->packets++;
    way->total += place->size;
    if (write(way->to, place->bytes, place->size) < 0 && errno != EAGAIN && errno != EIO) die("write");
  }
}

static uint32_t sum(const uint8_t *bytes, unsigned size, uint32_t start) {
  for (unsigned i = 0; i + 1 < size; i += 2) start += (uint32_t)bytes[i] << 8 | bytes[i + 1];
  if (size & 1) start += (uint32_t)bytes[size - 1] << 8;
  return start;
}

static uint16_t folded(uint32_t value) {
  while (value >> 16) value = (value & 0xffff) + (value >> 16);
  return (uint16_t)~value;
}

static void put16(uint8_t *at, uint16_t value) { at[0] = value >> 8; at[1] = value & 0xff; }
static uint32_t get32(const uint8_t *at) { return (uint32_t)at[0] << 24 | at[1] << 16 | at[2] << 8 | at[3]; }
static void put32(uint8_t *at, uint32_t value) { put16(at, value >> 16); put16(at + 2, value & 0xffff); }

/* A segment of 40 bytes that only resets (RFC 9293, 3.10.7). */
static void make_reset(uint8_t *out, const uint8_t *from, const uint8_t *to, const uint8_t *from_port, const uint8_t *to_port,
                       uint32_t seq, uint32_t ack, uint8_t flags) {
  memset(out, 0, 40);
  out[0] = 0x45;
  put16(out + 2, 40);
  out[8] = 64;
  out[9] = IPPROTO_TCP;
  memcpy(out + 12, from, 4);
  memcpy(out + 16, to, 4);
  put16(out + 10, folded(sum(out, 20, 0)));
  memcpy(out + 20, from_port, 2);
  memcpy(out + 22, to_port, 2);
  put32(out + 24, seq);
  put32(out + 28, ack);
  out[32] = 0x50;
  out[33] = flags;
  put16(out + 36, folded(sum(out + 20, 20, sum(out + 12, 8, IPPROTO_TCP + 20))));
}

/* Answers a segment with a reset to who sent it, and sends one on in its place. */
static void answer_reset(struct way *way, struct way *back, const uint8_t *packet, uint16_t size, int64_t due) {
  unsigned head = (packet[0] & 15) * 4;
  if (packet[9] != IPPROTO_TCP || size < head + 20) return;
  const uint8_t *tcp = packet + head;
  uint8_t flags = tcp[13], answer[40];
  if (flags & 4) return;
  uint32_t data = size - head - (tcp[12] >> 4) * 4 + !!(flags & 2) + !!(flags & 1);
  int known = flags & 16;
  make_reset(answer, packet + 16, packet + 12, tcp + 2, tcp, known ? get32(tcp + 8) : 0, known ? 0 : get32(tcp + 4) + data,
             known ? 4 : 20);
  hold(back, answer, 40, due);
  make_reset(answer, packet + 12, packet + 16, tcp, tcp + 2, get32(tcp + 4), 0, 4);
  if (known) hold(way, answer, 40, due);
}

static enum mode obey(char *line, enum mode mode, struct way *ab, struct way *ba) {
  if (strcmp(line, "pass") == 0) return pass;
  if (strcmp(line, "silence") == 0) return silence;
  if (strcmp(line, "reset") == 0) return reset;
  if (strcmp(line, "count") == 0)
    printf("count %llu %llu %llu %llu\n", (unsigned long long)ab->packets, (unsigned long long)ab->total,
           (unsigned long long)ba->packets, (unsigned long long)ba->total);
  return mode;
}

int main(int argc, char **argv) {
  if (argc != 6) { fprintf(stderr, "usage: tun-line A B DELAY_US LOSS_PER_MILLION SEED\n"); return 2; }
  int64_t delay = atoll(argv[3]);
  uint32_t loss = (uint32_t)((double)atoll(argv[4]) * 4294.967296);
  chance = strtoull(argv[5], NULL, 10) * 2 + 1;
  int a = open_tun(argv[1]), b = open_tun(argv[2]);
  struct way ab = {calloc(slots, sizeof(struct held)), 0, 0, b, 0, 0};
  struct way ba = {calloc(slots, sizeof(struct held)), 0, 0, a, 0, 0};
  if (!ab.ring || !ba.ring) die("memory");
  enum mode mode = pass;
  char line[64];
  unsigned length = 0;
  setvbuf(stdout, NULL, _IOLBF, 0);
  puts("ready");
  for (;;) {
    int64_t now = now_us(), due = now + 1000000;
    if (ab.count && ab.ring[ab.first].due < due) due = ab.ring[ab.first].due;
    if (ba.count && ba.ring[ba.first].due < due) due = ba.ring[ba.first].due;
    struct pollfd ends[3] = {{a, POLLIN, 0}, {b, POLLIN, 0}, {0, POLLIN, 0}};
    int64_t left = due > now ? due - now : 0;
    struct timespec wait = {left / 1000000, left % 1000000 * 1000};
    if (ppoll(ends, 3, &wait, NULL) < 0 && errno != EINTR) die("ppoll");
    now = now_us();
    for (int side = 0; side < 2; side++) {
      struct way *way = side ? &ba : &ab, *back = side ? &ab : &ba;
      uint8_t packet[mtu];
      for (ssize_t got; (got = read(side ? b : a, packet, sizeof packet)) > 0;) {
        if (packet[0] >> 4 != 4) continue;
        if (mode == reset) answer_reset(way, back, packet, (uint16_t)got, now + delay);
        else if (mode == pass && !(loss && next_chance() < loss)) hold(way, packet, (uint16_t)got, now + delay);
      }
    }
    deliver(&ab, now, mode);
    deliver(&ba, now, mode);
    if (ends[2].revents) {
      ssize_t got = read(0, line + length, sizeof line - 1 - length);
      if (got <= 0) return 0;
      length += (unsigned)got;
      for (char *end; (end = memchr(line, '\n', length));) {
        *end = 0;
        mode = obey(line, mode, &ab, &ba);
        length -= (unsigned)(end + 1 - line);
        memmove(line, end + 1, length);
      }
      if (length == sizeof line - 1) length = 0;
    }
  }
}
