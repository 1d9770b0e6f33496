/* Lets no fsync or fdatasync of a program come back while the file named by STUCK_DISK_FILE is there. For LD_PRELOAD. */
#define _GNU_SOURCE
#include <stdlib.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

static void wait_for_the_disk(void) {
  const char *file = getenv("STUCK_DISK_FILE");
  struct timespec moment = {0, 5000000L};
  while (file != NULL && access(file, F_OK) == 0) nanosleep(&moment, NULL);
}

int fsync(int fd) {
  wait_for_the_disk();
  return (int)syscall(SYS_fsync, fd);
}

int fdatasync(int fd) {
  wait_for_the_disk();
  return (int)syscall(SYS_fdatasync, fd);
}
