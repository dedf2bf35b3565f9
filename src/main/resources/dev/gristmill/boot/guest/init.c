/*
 * The first and only process of a kernel that is being proved. It does what its orders say, reports, and ends the
 * machine. The orders are the file /orders of the initramfs:
 *
 *	token TOKEN
 *	disk SERIAL NAME
 *	check NAME ARGUMENTS
 *	end reset | power-off
 */
#include "kernel.h"
#include "text.h"
#include "report.h"
#include "checks.h"

static char orders[1 << 16];
static int power_off;

static void open_disk(void)
{
	struct text path = { 0 }, told = { 0 }, mark = { 0 };
	static char earlier[512];

	if (!find_disk("scratch", &path, &told))
		return;
	disk = open(path.chars, O_RDWR);
	put(&mark, "gristmill ");
	put(&mark, token);
	second_start = disk >= 0 && read_at(disk, REPORT_AT, earlier, 511) > 0 && starts(earlier, mark.chars);
}

/* A number of /proc/meminfo, in KiB. */
static long memory(const char *name)
{
	char *s;

	read_file("/proc/meminfo", scratch, sizeof scratch);
	for (s = scratch; *s; s = (char *)after(s, '\n'))
		if (starts(s, name)) {
			s += length(name);
			while (*s == ' ' || *s == ':')
				s++;
			return (long)number(s);
		}
	return 0;
}

static int count_entry(const char *name, void *context)
{
	(void)name;
	++*(long *)context;
	return 0;
}

static void facts(void)
{
	static struct utsname names;
	struct timespec up = { 0, 0 };
	long devices = 0;

	SYS(CLOCK_GETTIME, CLOCK_MONOTONIC, &up, 0, 0, 0);
	SYS(UNAME, &names, 0, 0, 0, 0);
	number_fact("start", second_start ? 2 : 1);
	fact("release", names.release);
	fact("machine", names.machine);
	number_fact("uptime-us", up.seconds * 1000000 + up.nanoseconds / 1000);
	number_fact("memory-total-kib", memory("MemTotal"));
	number_fact("memory-available-kib", memory("MemAvailable"));
	each_entry("/sys/bus/virtio/devices", count_entry, &devices);
	number_fact("virtio-devices", devices);
	read_file("/proc/cmdline", scratch, sizeof scratch);
	fact("cmdline", scratch);
}

static void run_check(char *name)
{
	char *rest = word(name);
	struct text told = { 0 };
	u32 i;

	for (i = 0; i < sizeof checks / sizeof *checks; i++)
		if (same(name, checks[i].name)) {
			result(name, checks[i].function(rest, &told), &told);
			return;
		}
	put(&told, "init does not know this check");
	result(name, 0, &told);
}

/* Does what each line says that starts with that word. */
static void obey(const char *verb, void (*function)(char *rest))
{
	static char line[1 << 14];
	char *s, *next;

	for (s = orders; *s; s = next) {
		u32 n = 0;

		next = (char *)after(s, '\n');
		while (s[n] && s[n] != '\n' && n < sizeof line - 1)
			n++;
		memcpy(line, s, n);
		line[n] = 0;
		char *rest = word(line);
		if (same(line, verb))
			function(rest);
	}
}

static void take_token(char *rest)
{
	u32 n = 0;

	while (rest[n] && n < sizeof token - 1)
		n++;
	memcpy(token, rest, n);
}

static void take_disk(char *rest)
{
	char *name = word(rest);
	u32 i = 0;

	while (i < sizeof places / sizeof *places && places[i].serial[0])
		i++;
	if (i < sizeof places / sizeof *places) {
		copy(places[i].serial, rest);
		copy(places[i].name, name);
	}
}

static void take_end(char *rest) { power_off = same(rest, "power-off"); }

/* The second start ends as ordered; the first always by a reset, which the second one proves. */
static void end(void)
{
	enum { MAGIC1 = 0xfee1dead, MAGIC2 = 672274793, RESTART = 0x1234567, POWER_OFF = 0x4321fedc };
	long how = (second_start || disk < 0) && power_off ? POWER_OFF : RESTART;

	SYS(SYNC, 0, 0, 0, 0, 0);
	SYS(REBOOT, MAGIC1, MAGIC2, how, 0, 0);
	for (;;)
		sleep_ms(1000);
}

void init(void)
{
	mkdir("/nodes");
	console = open("/dev/console", O_WRONLY | O_NOCTTY);
	mount("proc", "/proc", "proc", 0, 0);
	mount("sysfs", "/sys", "sysfs", 0, 0);
	read_file("/orders", orders, sizeof orders);
	obey("token", take_token);
	obey("disk", take_disk);
	obey("end", take_end);
	open_disk();
	facts();
	if (!second_start)
		obey("check", run_check);
	read_file("/proc/sys/kernel/tainted", scratch, sizeof scratch);
	fact("tainted", scratch);
	finish();
	end();
}
