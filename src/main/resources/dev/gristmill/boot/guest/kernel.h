/*
 * The part of Linux's user space interface that the guest's init uses: no libc, no header of the system.
 * Numbers are those of arch/x86/entry/syscalls/syscall_64.tbl and include/uapi/asm-generic/unistd.h.
 */
typedef unsigned char u8;
typedef unsigned short u16;
typedef unsigned int u32;
typedef unsigned long u64;

#if defined(__x86_64__)
enum {
	SYS_READ = 0, SYS_WRITE = 1, SYS_CLOSE = 3, SYS_LSEEK = 8, SYS_IOCTL = 16, SYS_SOCKET = 41, SYS_CONNECT = 42,
	SYS_SENDTO = 44, SYS_RECVFROM = 45, SYS_BIND = 49, SYS_CLONE = 56, SYS_EXIT = 60, SYS_WAIT4 = 61, SYS_UNAME = 63,
	SYS_FSYNC = 74, SYS_SYSLOG = 103, SYS_GETPPID = 110, SYS_PRCTL = 157, SYS_SYNC = 162, SYS_MOUNT = 165, SYS_REBOOT = 169,
	SYS_GETDENTS64 = 217, SYS_CLOCK_GETTIME = 228, SYS_OPENAT = 257, SYS_MKDIRAT = 258, SYS_MKNODAT = 259,
	SYS_PPOLL = 271, SYS_UNSHARE = 272, SYS_FINIT_MODULE = 313, SYS_SECCOMP = 317, SYS_BPF = 321,
};

__asm__(".globl _start\n_start:\n\txor %ebp, %ebp\n\tand $-16, %rsp\n\tcall init\n\thlt\n");

static long sys6(long number, long a, long b, long c, long d, long e, long f)
{
	long result;
	register long r10 __asm__("r10") = d;
	register long r8 __asm__("r8") = e;
	register long r9 __asm__("r9") = f;

	__asm__ volatile("syscall"
			 : "=a"(result)
			 : "a"(number), "D"(a), "S"(b), "d"(c), "r"(r10), "r"(r8), "r"(r9)
			 : "rcx", "r11", "memory");
	return result;
}
#elif defined(__aarch64__)
enum {
	SYS_IOCTL = 29, SYS_MKNODAT = 33, SYS_MKDIRAT = 34, SYS_MOUNT = 40, SYS_OPENAT = 56, SYS_CLOSE = 57,
	SYS_GETDENTS64 = 61, SYS_LSEEK = 62, SYS_READ = 63, SYS_WRITE = 64, SYS_PPOLL = 73, SYS_SYNC = 81, SYS_FSYNC = 82,
	SYS_EXIT = 93, SYS_UNSHARE = 97, SYS_CLOCK_GETTIME = 113, SYS_SYSLOG = 116, SYS_REBOOT = 142, SYS_UNAME = 160,
	SYS_PRCTL = 167, SYS_GETPPID = 173, SYS_SOCKET = 198, SYS_BIND = 200, SYS_CONNECT = 203, SYS_SENDTO = 206,
	SYS_RECVFROM = 207, SYS_CLONE = 220, SYS_WAIT4 = 260, SYS_FINIT_MODULE = 273, SYS_SECCOMP = 277, SYS_BPF = 280,
};

__asm__(".globl _start\n_start:\n\tmov x29, xzr\n\tmov x30, xzr\n\tbl init\n\tbrk #1\n");

static long sys6(long number, long a, long b, long c, long d, long e, long f)
{
	register long x8 __asm__("x8") = number;
	register long x0 __asm__("x0") = a;
	register long x1 __asm__("x1") = b;
	register long x2 __asm__("x2") = c;
	register long x3 __asm__("x3") = d;
	register long x4 __asm__("x4") = e;
	register long x5 __asm__("x5") = f;

	__asm__ volatile("svc #0"
			 : "+r"(x0)
			 : "r"(x8), "r"(x1), "r"(x2), "r"(x3), "r"(x4), "r"(x5)
			 : "memory");
	return x0;
}
#else
#error "no system calls are written down for this architecture"
#endif

#define SYS(number, a, b, c, d, e) sys6(SYS_##number, (long)(a), (long)(b), (long)(c), (long)(d), (long)(e), 0)

enum { EPERM = 1, EEXIST = 17 };
enum { O_RDONLY = 0, O_WRONLY = 1, O_RDWR = 2, O_CREAT = 0100, O_NOCTTY = 0400 };
enum { AT_FDCWD = -100, SIGCHLD = 17 };
enum { S_IFCHR = 0020000, S_IFBLK = 0060000 };
enum { MS_RDONLY = 1, MS_NOSUID = 2, MS_NODEV = 4 };
enum { CLOCK_MONOTONIC = 1, SYSLOG_READ_ALL = 3 };

struct timespec {
	long seconds;
	long nanoseconds;
};

struct utsname {
	char sysname[65], nodename[65], release[65], version[65], machine[65], domainname[65];
};

/* The calls, with the result the kernel gives: negative error numbers. */
static long open(const char *path, int flags) { return SYS(OPENAT, AT_FDCWD, path, flags, 0600, 0); }
static void close(long file) { SYS(CLOSE, file, 0, 0, 0, 0); }
static long mkdir(const char *path) { return SYS(MKDIRAT, AT_FDCWD, path, 0755, 0, 0); }
static long node(const char *path, int kind, u32 major, u32 minor)
{
	u64 device = ((u64)(major & 0xfff) << 8) | (minor & 0xff) | ((u64)(minor & ~0xffu) << 12);

	return SYS(MKNODAT, AT_FDCWD, path, kind | 0600, device, 0);
}
static long mount(const char *what, const char *where, const char *type, long flags, const char *options)
{
	mkdir(where);
	return SYS(MOUNT, what, where, type, flags, options);
}
static void exit(int status)
{
	for (;;)
		SYS(EXIT, status, 0, 0, 0, 0);
}
static void sleep_ms(long ms)
{
	struct timespec time = { ms / 1000, ms % 1000 * 1000000 };

	SYS(PPOLL, 0, 0, &time, 0, 0);
}
