/*
 * A disk that can be recorded, can fail and can be slow, put under a program with LD_PRELOAD.
 *
 *   DISK_SHIM_FOLDER    watches the files of this folder (an absolute path without links)
 *   DISK_SHIM_PREFIX    only those whose names begin so, and the folder itself
 *   DISK_SHIM_LOG       appends to this file what happens to them, and what leaves through sockets
 *   DISK_SHIM_FAIL      write:17, sync:3 or truncate:1: the 17th write to a watched file fails, once, with EIO;
 *                       with write:17:full as on a full disk; with sync:3:on the third fsync and all after it fail
 *   DISK_SHIM_FSYNC_MS  makes every fsync and fdatasync of the program longer
 *
 * The log proves an order, so each entry is written under one lock together with the call it tells of: an fsync stands
 * in the log after it returned, bytes of a socket stand there when they left. What stands before what leaves was done
 * before it left. A shared memory map cannot be watched: SQLite maps only its -shm file, which no restart relies on.
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include <time.h>
#include <unistd.h>

enum kind { WRITE = 1, TRUNCATE, SYNC, CREATE, UNLINK, RENAME, SYNC_FOLDER, SENT, FAILED };

/* Little-endian, followed by the name in the folder and the data. */
struct entry {
  uint8_t kind;
  uint8_t unused;
  uint16_t name_length;
  uint32_t data_length;
  uint64_t offset; /* of a write; the size after a truncate; the other port of a socket; the kind of what failed */
  uint64_t inode;
} __attribute__((packed));

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_once_t once = PTHREAD_ONCE_INIT;
static char folder[PATH_MAX];
static size_t folder_length;
static const char *prefix = "";
static int log_fd = -1;
static long fsync_ms;
static enum kind fail_kind;
static long fail_at;
static int fail_errno;
static int fail_goes_on;
static long counts[FAILED + 1];

#define REAL(name) ((__typeof__(&name))real(#name))

static void *real(const char *name) { return dlsym(RTLD_NEXT, name); }

static void read_fail(const char *text) {
  const char *colon = text == NULL ? NULL : strchr(text, ':');
  if (colon == NULL) return;
  fail_kind = text[0] == 'w' ? WRITE : text[0] == 't' ? TRUNCATE : SYNC;
  fail_at = atol(colon + 1);
  fail_errno = strstr(colon, ":full") == NULL ? EIO : ENOSPC;
  fail_goes_on = strstr(colon, ":on") != NULL;
}

static void init(void) {
  const char *watched = getenv("DISK_SHIM_FOLDER"), *log = getenv("DISK_SHIM_LOG"), *ms = getenv("DISK_SHIM_FSYNC_MS");
  if (watched != NULL) folder_length = (size_t)snprintf(folder, sizeof folder, "%s", watched);
  if (log != NULL) log_fd = REAL(open)(log, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
  if (getenv("DISK_SHIM_PREFIX") != NULL) prefix = getenv("DISK_SHIM_PREFIX");
  if (ms != NULL) fsync_ms = atol(ms);
  read_fail(getenv("DISK_SHIM_FAIL"));
}

/* The name within the folder, "" for the folder itself, NULL for everything else. */
static const char *watched_path(const char *path) {
  if (folder_length == 0 || strncmp(path, folder, folder_length) != 0) return NULL;
  if (path[folder_length] == '\0') return path + folder_length;
  if (path[folder_length] != '/') return NULL;
  const char *name = path + folder_length + 1;
  return strncmp(name, prefix, strlen(prefix)) == 0 ? name : NULL;
}

static const char *watched_fd(int fd, char *path) {
  char link[64];
  if (folder_length == 0) return NULL;
  snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
  ssize_t length = readlink(link, path, PATH_MAX - 1);
  if (length <= 0) return NULL;
  path[length] = '\0';
  return watched_path(path);
}

static uint64_t inode_of(int fd) {
  struct stat status;
  return fstat(fd, &status) == 0 ? status.st_ino : 0;
}

static void tell(enum kind kind, const char *name, uint64_t offset, uint64_t inode, const struct iovec *data, int parts,
                 size_t length) {
  if (log_fd < 0) return;
  struct entry entry = {kind, 0, (uint16_t)strlen(name), (uint32_t)length, offset, inode};
  struct iovec head[2] = {{&entry, sizeof entry}, {(void *)name, strlen(name)}};
  ssize_t (*write_all)(int, const struct iovec *, int) = REAL(writev);
  if (write_all(log_fd, head, 2) < 0) abort();
  for (int part = 0; part < parts && length > 0; part += 1) {
    struct iovec piece = {data[part].iov_base, data[part].iov_len < length ? data[part].iov_len : length};
    if (write_all(log_fd, &piece, 1) != (ssize_t)piece.iov_len) abort();
    length -= piece.iov_len;
  }
}

/* True when it is this call's turn to fail. */
static int fails(enum kind kind, const char *name, int fd) {
  counts[kind] += 1;
  if (kind != fail_kind || counts[kind] < fail_at) return 0;
  if (counts[kind] > fail_at && !fail_goes_on) return 0;
  tell(FAILED, name, kind, inode_of(fd), NULL, 0, 0);
  errno = fail_errno;
  return 1;
}

static void begin(void) { pthread_mutex_lock(&lock); }

/* Leaves errno to the call that was made meanwhile. */
static void end(void) {
  int kept = errno;
  pthread_mutex_unlock(&lock);
  errno = kept;
}

/* offset < 0: where the file stands. */
static ssize_t write_file(int fd, const struct iovec *data, int parts, off64_t offset, const char *name) {
  ssize_t written = -1;
  begin();
  off64_t at = offset;
  if (at < 0) {
    struct stat status;
    at = (fcntl(fd, F_GETFL) & O_APPEND) && fstat(fd, &status) == 0 ? status.st_size : lseek(fd, 0, SEEK_CUR);
  }
  if (!fails(WRITE, name, fd)) {
    written = offset < 0 ? REAL(writev)(fd, data, parts) : REAL(pwritev64)(fd, data, parts, offset);
    if (written > 0) tell(WRITE, name, (uint64_t)at, inode_of(fd), data, parts, (size_t)written);
  }
  end();
  return written;
}

/* The other end of a TCP connection, or 0. */
static uint16_t peer_port(int fd) {
  struct sockaddr_storage peer;
  socklen_t length = sizeof peer;
  int kept = errno, found = getpeername(fd, (struct sockaddr *)&peer, &length);
  errno = kept;
  if (found != 0) return 0;
  if (peer.ss_family == AF_INET) return ntohs(((struct sockaddr_in *)&peer)->sin_port);
  if (peer.ss_family == AF_INET6) return ntohs(((struct sockaddr_in6 *)&peer)->sin6_port);
  return 0;
}

static ssize_t write_anywhere(int fd, const struct iovec *data, int parts) {
  char path[PATH_MAX];
  pthread_once(&once, init);
  const char *name = log_fd < 0 && fail_at == 0 ? NULL : watched_fd(fd, path);
  if (name != NULL) return write_file(fd, data, parts, -1, name);
  uint16_t port = log_fd < 0 ? 0 : peer_port(fd);
  if (port == 0) return REAL(writev)(fd, data, parts);
  ssize_t sent;
  begin();
  sent = REAL(writev)(fd, data, parts);
  if (sent > 0) tell(SENT, "", port, 0, data, parts, (size_t)sent);
  end();
  return sent;
}

ssize_t write(int fd, const void *bytes, size_t length) {
  struct iovec data = {(void *)bytes, length};
  return write_anywhere(fd, &data, 1);
}

ssize_t writev(int fd, const struct iovec *data, int parts) { return write_anywhere(fd, data, parts); }

ssize_t pwritev64(int fd, const struct iovec *data, int parts, off64_t offset) {
  char path[PATH_MAX];
  pthread_once(&once, init);
  const char *name = watched_fd(fd, path);
  return name == NULL ? REAL(pwritev64)(fd, data, parts, offset) : write_file(fd, data, parts, offset, name);
}

ssize_t pwrite64(int fd, const void *bytes, size_t length, off64_t offset) {
  struct iovec data = {(void *)bytes, length};
  return pwritev64(fd, &data, 1, offset);
}

ssize_t pwrite(int fd, const void *bytes, size_t length, off_t offset) { return pwrite64(fd, bytes, length, offset); }
ssize_t pwritev(int fd, const struct iovec *data, int parts, off_t offset) { return pwritev64(fd, data, parts, offset); }

int ftruncate64(int fd, off64_t size) {
  char path[PATH_MAX];
  pthread_once(&once, init);
  const char *name = watched_fd(fd, path);
  if (name == NULL) return REAL(ftruncate64)(fd, size);
  int result = -1;
  begin();
  if (!fails(TRUNCATE, name, fd)) result = REAL(ftruncate64)(fd, size);
  if (result == 0) tell(TRUNCATE, name, (uint64_t)size, inode_of(fd), NULL, 0, 0);
  end();
  return result;
}

int ftruncate(int fd, off_t size) { return ftruncate64(fd, size); }

static int sync_file(int fd, int (*sync)(int)) {
  char path[PATH_MAX];
  struct timespec delay = {fsync_ms / 1000, (fsync_ms % 1000) * 1000000L};
  if (fsync_ms > 0) nanosleep(&delay, NULL);
  const char *name = watched_fd(fd, path);
  if (name == NULL) return sync(fd);
  begin();
  int is_refused = fails(SYNC, name, fd);
  end();
  if (is_refused) return -1;
  int result = sync(fd);
  if (result != 0) return result;
  begin();
  tell(name[0] == '\0' ? SYNC_FOLDER : SYNC, name, 0, inode_of(fd), NULL, 0, 0);
  end();
  return result;
}

int fsync(int fd) {
  pthread_once(&once, init);
  return sync_file(fd, REAL(fsync));
}

int fdatasync(int fd) {
  pthread_once(&once, init);
  return sync_file(fd, REAL(fdatasync));
}

static int open_file(const char *path, int flags, mode_t mode) {
  pthread_once(&once, init);
  const char *name = (flags & O_CREAT) ? watched_path(path) : NULL;
  if (name == NULL) return REAL(open64)(path, flags, mode);
  int fd;
  begin();
  int is_new = faccessat(AT_FDCWD, path, F_OK, 0) != 0;
  fd = REAL(open64)(path, flags, mode);
  if (fd >= 0 && is_new) tell(CREATE, name, 0, inode_of(fd), NULL, 0, 0);
  else if (fd >= 0 && (flags & O_TRUNC)) tell(TRUNCATE, name, 0, inode_of(fd), NULL, 0, 0);
  end();
  return fd;
}

#define MODE_OF(flags)                   \
  mode_t mode = 0;                       \
  if ((flags) & (O_CREAT | O_TMPFILE)) { \
    va_list more;                        \
    va_start(more, flags);               \
    mode = va_arg(more, mode_t);         \
    va_end(more);                        \
  }

int open(const char *path, int flags, ...) {
  MODE_OF(flags);
  return open_file(path, flags, mode);
}

int open64(const char *path, int flags, ...) {
  MODE_OF(flags);
  return open_file(path, flags, mode);
}

int unlink(const char *path) {
  pthread_once(&once, init);
  const char *name = watched_path(path);
  if (name == NULL) return REAL(unlink)(path);
  int result;
  begin();
  result = REAL(unlink)(path);
  if (result == 0) tell(UNLINK, name, 0, 0, NULL, 0, 0);
  end();
  return result;
}

int rename(const char *from, const char *to) {
  pthread_once(&once, init);
  const char *old_name = watched_path(from), *new_name = watched_path(to);
  if (old_name == NULL || new_name == NULL) return REAL(rename)(from, to);
  int result;
  begin();
  result = REAL(rename)(from, to);
  struct iovec data = {(void *)new_name, strlen(new_name)};
  if (result == 0) tell(RENAME, old_name, 0, 0, &data, 1, data.iov_len);
  end();
  return result;
}
