/*
 * The checks. Each is a function that is given the rest of its line in the orders, and tells what it found; it
 * returns whether that is what was promised.
 */
static char scratch[1 << 16];

/* ---- where things are ---- */

struct wanted {
	const char *value;
	const char *attribute;
	char name[64];
};

static int has_attribute(const char *name, void *context)
{
	struct wanted *wanted = context;
	struct text path = { 0 };
	char value[64];

	put(&path, wanted->attribute[0] == 's' ? "/sys/class/block/" : "/sys/class/net/");
	put(&path, name);
	put(&path, "/");
	put(&path, wanted->attribute);
	if (read_file(path.chars, value, sizeof value) < 0 || !same(value, wanted->value))
		return 0;
	memcpy(wanted->name, name, length(name) < 63 ? length(name) + 1 : 63);
	return 1;
}

/* A node for the device that sysfs describes in that file; a kernel need not have devtmpfs. */
static long make_node(const char *sysfs, const char *path, int kind)
{
	char numbers[32];
	long n = read_file(sysfs, numbers, sizeof numbers);

	if (n < 0)
		return n;
	n = node(path, kind, (u32)number(numbers), (u32)number(after(numbers, ':')));
	return n == -EEXIST ? 0 : n;
}

/* Where the orders say that disks are, on machines that give them no serial numbers of ours. */
static struct place {
	char serial[16], name[16];
} places[8];

static void copy(char *to, const char *from)
{
	u32 n = 0;

	for (; from[n] && n < 15; n++)
		to[n] = from[n];
	to[n] = 0;
}

static int ordered_place(const char *serial, char *name)
{
	u32 i;

	for (i = 0; i < sizeof places / sizeof *places; i++)
		if (places[i].serial[0] && same(serial, places[i].serial)) {
			copy(name, places[i].name);
			return 1;
		}
	return 0;
}

/* Makes /nodes/SERIAL for the disk of that serial number, or where the orders say; whether there is one. */
static int find_disk(const char *serial, struct text *path, struct text *told)
{
	struct wanted wanted = { serial, "serial", { 0 } };
	struct text sysfs = { 0 };

	if (!ordered_place(serial, wanted.name) && !each_entry("/sys/class/block", has_attribute, &wanted)) {
		put(told, "no disk with the serial number ");
		put(told, serial);
		return 0;
	}
	put(&sysfs, "/sys/class/block/");
	put(&sysfs, wanted.name);
	put(&sysfs, "/dev");
	put(path, "/nodes/");
	put(path, serial);
	long made = make_node(sysfs.chars, path->chars, S_IFBLK);
	if (made < 0)
		put_error(told, path->chars, made);
	return made >= 0;
}

static int mounted(const char *what, const char *where, const char *type, long flags, const char *options,
		   struct text *told)
{
	long n = mount(what, where, type, flags, options);

	if (n < 0) {
		put(told, "mount ");
		put_error(told, type, n);
	}
	return n >= 0;
}

static int says(const char *path, const char *expected, struct text *told)
{
	char found[128];
	long n = read_file(path, found, sizeof found);

	if (n < 0)
		put_error(told, path, n);
	else if (!same(found, expected)) {
		put(told, path);
		put(told, " says ");
		put(told, found);
	}
	return n >= 0 && same(found, expected);
}

/* Runs in a child, since it changes the process that does it; the child's exit status is the result. */
static int in_child(int (*function)(void))
{
	int status = 0;
	long child = SYS(CLONE, SIGCHLD, 0, 0, 0, 0);

	if (child == 0)
		exit(function());
	if (child < 0 || SYS(WAIT4, child, &status, 0, 0, 0) < 0)
		return 255;
	return status & 0x7f ? 254 : status >> 8 & 0xff;
}

/* ---- devices ---- */

/* block SEED: reads the host's pattern and writes its complement where the host looks for it. */
static int check_block(char *rest, struct text *told)
{
	static u8 pattern[PATTERN_BYTES];
	u64 state = number(rest);
	u32 i;

	if (disk < 0) {
		put(told, "no disk with the serial number scratch");
		return 0;
	}
	long n = read_at(disk, PATTERN_AT, pattern, sizeof pattern);
	if (n < 0) {
		put_error(told, "reading", n);
		return 0;
	}
	for (i = 0; i < sizeof pattern; i++) {
		state = state * 6364136223846793005ul + 1442695040888963407ul;
		if (pattern[i] != (u8)(state >> 56)) {
			put(told, "byte ");
			put_number(told, i);
			put(told, " differs from what the host wrote");
			return 0;
		}
		pattern[i] = (u8)~pattern[i];
	}
	n = write_at(disk, ANSWER_AT, pattern, sizeof pattern);
	if (n < 0) {
		put_error(told, "writing", n);
		return 0;
	}
	put_number(told, sizeof pattern);
	put(told, " bytes read and written");
	return 1;
}

struct internet_address {
	u16 family, port;
	u8 address[4];
	u8 zero[8];
};

struct interface_request {
	char name[16];
	union {
		struct internet_address address;
		u16 flags;
		char padding[24];
	};
};

enum { AF_INET = 2, AF_VSOCK = 40, SOCK_STREAM = 1, SOCK_DGRAM = 2 };
enum { SIOCGIFFLAGS = 0x8913, SIOCSIFFLAGS = 0x8914, SIOCSIFADDR = 0x8916, SIOCSIFNETMASK = 0x891c, IFF_UP = 1 };

static struct internet_address internet(const char *dotted, u32 port)
{
	struct internet_address a = { AF_INET, (u16)(port << 8 | port >> 8), { 0 }, { 0 } };
	u32 i;

	for (i = 0; i < 4; i++, dotted = after(dotted, '.'))
		a.address[i] = (u8)number(dotted);
	return a;
}

static long configure(long socket, const char *name, const char *own)
{
	struct interface_request request = { 0 };
	u32 i;

	for (i = 0; name[i] && i < 15; i++)
		request.name[i] = name[i];
	request.address = internet(own, 0);
	long n = SYS(IOCTL, socket, SIOCSIFADDR, &request, 0, 0);
	if (n < 0)
		return n;
	request.address = internet("255.255.255.0", 0);
	n = SYS(IOCTL, socket, SIOCSIFNETMASK, &request, 0, 0);
	if (n < 0 || (n = SYS(IOCTL, socket, SIOCGIFFLAGS, &request, 0, 0)) < 0)
		return n;
	request.flags |= IFF_UP;
	return SYS(IOCTL, socket, SIOCSIFFLAGS, &request, 0, 0);
}

struct poll {
	int file;
	u16 events, happened;
};

/* network MAC OWN-ADDRESS HOST PORT: the device is there, and a datagram comes back from the host. */
static int check_network(char *rest, struct text *told)
{
	char *mac = rest, *own = word(mac), *host = word(own), *port = word(host), back[64];
	struct wanted wanted = { mac, "address", { 0 } };
	u32 try;

	if (!each_entry("/sys/class/net", has_attribute, &wanted)) {
		put(told, "no network device with the address ");
		put(told, mac);
		return 0;
	}
	long socket = SYS(SOCKET, AF_INET, SOCK_DGRAM, 0, 0, 0);
	if (socket < 0) {
		put_error(told, "socket", socket);
		return 0;
	}
	long n = configure(socket, wanted.name, own);
	if (n < 0) {
		put_error(told, "configuring the device", n);
		return 0;
	}
	struct internet_address to = internet(host, (u32)number(port));
	for (try = 0; try < 20; try++) {
		struct timespec half = { 0, 500000000 };
		struct poll poll = { (int)socket, 1, 0 };

		n = sys6(SYS_SENDTO, socket, (long)token, (long)length(token), 0, (long)&to, sizeof to);
		if (SYS(PPOLL, &poll, 1, &half, 0, 0) <= 0)
			continue;
		n = sys6(SYS_RECVFROM, socket, (long)back, sizeof back - 1, 0, 0, 0);
		if (n < 0)
			continue;
		back[n] = 0;
		if (same(back, token)) {
			put(told, wanted.name);
			put(told, " ");
			put(told, mac);
			put(told, ", a datagram came back from the host");
			return 1;
		}
	}
	if (n < 0)
		put_error(told, "sending", n);
	else
		put(told, "no datagram came back from the host");
	return 0;
}

static int first_device(const char *name, void *context)
{
	struct text *path = context;
	u32 before = path->length;

	if (!starts(name, "virtio"))
		return 0;
	put(path, name);
	path->length = before;
	return 1;
}

/* Whether that virtio driver is there, and has a device where one is wanted. */
static int driver(const char *name, int with_device, struct text *told)
{
	struct text path = { 0 };

	put(&path, "/sys/bus/virtio/drivers/");
	put(&path, name);
	put(&path, "/");
	long folder = open(path.chars, O_RDONLY);
	if (folder < 0) {
		put(told, "no virtio driver ");
		put(told, name);
		return 0;
	}
	close(folder);
	if (with_device && !each_entry(path.chars, first_device, &path)) {
		put(told, "the driver ");
		put(told, name);
		put(told, " has no device");
		return 0;
	}
	return 1;
}

struct vsock_address {
	u16 family, reserved;
	u32 port, context;
	u8 flags, zero[3];
};

/* A connection to that port of the host, where the token comes back. */
static int talk_to_host(long socket, u32 port, struct text *told)
{
	struct vsock_address host = { AF_VSOCK, 0, port, 2, 0, { 0 } };
	struct timespec patience = { 5, 0 };
	struct poll poll = { (int)socket, 1, 0 };
	char back[64];

	long n = SYS(CONNECT, socket, &host, sizeof host, 0, 0);
	if (n < 0) {
		put_error(told, "connecting to the host", n);
		return 0;
	}
	n = SYS(WRITE, socket, token, length(token), 0, 0);
	if (n < 0) {
		put_error(told, "sending", n);
		return 0;
	}
	n = SYS(PPOLL, &poll, 1, &patience, 0, 0) > 0 ? SYS(READ, socket, back, sizeof back - 1, 0, 0) : 0;
	back[n > 0 ? n : 0] = 0;
	put(told, same(back, token) ? "what was sent came back from the host" : "nothing of ours came back from the host");
	return same(back, token);
}

/* vsock [PORT]: the socket family, its virtio transport, and with a port, a connection to the host. */
static int check_vsock(char *rest, struct text *told)
{
	long socket = SYS(SOCKET, AF_VSOCK, SOCK_STREAM, 0, 0, 0);

	if (socket < 0) {
		put_error(told, "socket", socket);
		return 0;
	}
	if (!*rest)
		return driver("vmw_vsock_virtio_transport", 0, told);
	return driver("vmw_vsock_virtio_transport", 1, told) && talk_to_host(socket, (u32)number(rest), told);
}

/* entropy: the device is the kernel's source of randomness, and gives some. */
static int check_entropy(char *rest, struct text *told)
{
	char sources[256];
	u8 bytes[16] = { 0 };
	u32 i, any = 0;

	(void)rest;
	if (read_file("/sys/class/misc/hw_random/rng_available", sources, sizeof sources) < 0
	    || !contains(sources, "virtio_rng")) {
		put(told, "no virtio_rng among the sources of randomness");
		return 0;
	}
	make_node("/sys/class/misc/hw_random/dev", "/nodes/hwrng", S_IFCHR);
	long file = open("/nodes/hwrng", O_RDONLY);
	long n = file < 0 ? file : SYS(READ, file, bytes, sizeof bytes, 0, 0);
	if (n < 0) {
		put_error(told, "reading /dev/hwrng", n);
		return 0;
	}
	for (i = 0; i < sizeof bytes; i++)
		any |= bytes[i];
	put_number(told, n);
	put(told, " bytes");
	return n > 0 && any;
}

static long memory(const char *name);

/* balloon KIB: the driver gives that much to the host, which asks when it hears that we wait. */
static int check_balloon(char *rest, struct text *told)
{
	long wanted = (long)number(rest), before = memory("MemTotal"), given = 0;
	u32 try;

	if (!driver("virtio_balloon", 1, told))
		return 0;
	fact("balloon", "waits");
	share();
	for (try = 0; try < 200 && given < wanted; try++) {
		struct timespec moment = { 0, 50000000 };

		SYS(PPOLL, 0, 0, &moment, 0, 0);
		given = before - memory("MemTotal");
	}
	put_number(told, given);
	put(told, " KiB given to the host");
	return given >= wanted;
}

/* ---- file systems ---- */

static int check_devtmpfs(char *rest, struct text *told)
{
	(void)rest;
	if (!mounted("dev", "/devtmpfs", "devtmpfs", 0, 0, told))
		return 0;
	long file = open("/devtmpfs/null", O_RDWR);
	if (file < 0)
		put_error(told, "/dev/null", file);
	return file >= 0;
}

static int check_tmpfs(char *rest, struct text *told)
{
	(void)rest;
	if (!mounted("tmpfs", "/tmpfs", "tmpfs", MS_NOSUID | MS_NODEV, "size=1m", told))
		return 0;
	long file = open("/tmpfs/file", O_RDWR | O_CREAT);
	long n = file < 0 ? file : SYS(WRITE, file, token, length(token), 0, 0);
	if (n < 0)
		put_error(told, "writing", n);
	return n > 0 && says("/tmpfs/file", token, told);
}

/* The disk whose serial number is the name of its file system, with a file that says the token. */
static int mount_disk(const char *type, struct text *told)
{
	struct text disk = { 0 }, where = { 0 };

	put(&where, "/");
	put(&where, type);
	if (!find_disk(type, &disk, told) || !mounted(disk.chars, where.chars, type, MS_RDONLY, 0, told))
		return 0;
	put(&where, "/token");
	return says(where.chars, token, told);
}

static int check_ext4(char *rest, struct text *told)
{
	(void)rest;
	return mount_disk("ext4", told);
}

static int check_squashfs(char *rest, struct text *told)
{
	(void)rest;
	return mount_disk("squashfs", told);
}

/* overlay: a writable layer in memory above the disk that ext4 or squashfs is on. */
static int check_overlay(char *rest, struct text *told)
{
	struct text options = { 0 };

	if (!mounted("tmpfs", "/layer", "tmpfs", 0, 0, told))
		return 0;
	mkdir("/layer/upper");
	mkdir("/layer/work");
	put(&options, "lowerdir=/");
	put(&options, rest);
	put(&options, ",upperdir=/layer/upper,workdir=/layer/work");
	if (!mounted("overlay", "/overlay", "overlay", 0, options.chars, told) || !says("/overlay/token", token, told))
		return 0;
	long file = open("/overlay/new", O_RDWR | O_CREAT);
	long n = file < 0 ? file : SYS(WRITE, file, token, length(token), 0, 0);
	if (n < 0)
		put_error(told, "writing", n);
	return n > 0 && says("/layer/upper/new", token, told);
}

/* ---- what containers stand on ---- */

/* cgroup2 CONTROLLERS: all of them there, and a group can be made that has them. */
static int check_cgroup2(char *rest, struct text *told)
{
	char there[256];
	struct text enable = { 0 };
	char *name;

	if (!mounted("cgroup2", "/cgroup2", "cgroup2", 0, 0, told))
		return 0;
	read_file("/cgroup2/cgroup.controllers", there, sizeof there);
	for (name = rest; *name; name = rest) {
		rest = word(rest);
		if (!contains(there, name)) {
			put(told, "no controller ");
			put(told, name);
			put(told, ", only ");
			put(told, there);
			return 0;
		}
		put(&enable, enable.length ? " +" : "+");
		put(&enable, name);
	}
	long file = open("/cgroup2/cgroup.subtree_control", O_WRONLY);
	long n = file < 0 ? file : SYS(WRITE, file, enable.chars, enable.length, 0, 0);
	if (n >= 0)
		n = mkdir("/cgroup2/group");
	if (n >= 0)
		n = open("/cgroup2/group/pids.max", O_RDWR);
	if (n < 0)
		put_error(told, "making a group", n);
	else
		put(told, enable.chars);
	return n >= 0;
}

static const struct namespace {
	const char *name;
	long flag;
} namespaces[] = {
	{ "mnt", 0x20000 },	    { "uts", 0x4000000 },	{ "ipc", 0x8000000 }, { "pid", 0x20000000 },
	{ "net", 0x40000000 },	    { "user", 0x10000000 },	{ "time", 0x80 },     { "cgroup", 0x2000000 },
};
static long unshared;
static int enter_namespace(void) { return (int)-SYS(UNSHARE, unshared, 0, 0, 0, 0); }

/* namespaces NAMES: each can be entered. */
static int check_namespaces(char *rest, struct text *told)
{
	char *name;
	int passed = 1;

	for (name = rest; *name; name = rest) {
		u32 i;

		rest = word(rest);
		unshared = 0;
		for (i = 0; i < sizeof namespaces / sizeof *namespaces; i++)
			if (same(name, namespaces[i].name))
				unshared = namespaces[i].flag;
		int error = unshared ? in_child(enter_namespace) : 22;
		if (error) {
			put(told, told->length ? ", " : "");
			put_error(told, name, -error);
			passed = 0;
		}
	}
	return passed;
}

struct filter_step {
	u16 code;
	u8 if_true, if_false;
	u32 value;
};

/* Makes getppid fail with error 42, and looks whether it does. */
static int filtered_call(void)
{
	static struct filter_step steps[] = {
		{ 0x20, 0, 0, 0 },		/* load the number of the call */
		{ 0x15, 0, 1, SYS_GETPPID },	/* is it that one? */
		{ 0x06, 0, 0, 0x00050000 | 42 },/* then fail */
		{ 0x06, 0, 0, 0x7fff0000 },	/* else go on */
	};
	static struct {
		u16 length;
		struct filter_step *steps;
	} filter = { 4, steps };

	SYS(PRCTL, 38 /* no new privileges */, 1, 0, 0, 0);
	long n = SYS(SECCOMP, 1 /* filter */, 0, &filter, 0, 0);
	if (n < 0)
		return (int)-n;
	return SYS(GETPPID, 0, 0, 0, 0, 0) == -42 ? 0 : 253;
}

static int check_seccomp(char *rest, struct text *told)
{
	(void)rest;
	int error = in_child(filtered_call);

	if (error)
		put_error(told, "a filtered call", -error);
	return !error;
}

/* bpf: a map that keeps a value, and a program that is accepted. */
static int check_bpf(char *rest, struct text *told)
{
	static const u64 program[] = { 0x00b7, 0x0095 }; /* r0 = 0; exit */
	u64 value = 4711, found = 0;
	u32 key = 0;
	u32 map_attributes[32] = { 2 /* array */, sizeof key, sizeof value, 1 };
	u64 element[16] = { 0, (u64)&key, (u64)&value };
	u64 load[16] = { 1 /* socket filter */ | 2ul << 32, (u64)program, (u64) "GPL" };

	(void)rest;
	long map = SYS(BPF, 0 /* create a map */, map_attributes, sizeof map_attributes, 0, 0);
	if (map < 0) {
		put_error(told, "a map", map);
		return 0;
	}
	element[0] = (u64)map;
	long n = SYS(BPF, 2 /* update */, element, sizeof element, 0, 0);
	element[2] = (u64)&found;
	if (n >= 0)
		n = SYS(BPF, 1 /* look up */, element, sizeof element, 0, 0);
	if (n < 0 || found != value) {
		put_error(told, "a value in a map", n);
		return 0;
	}
	n = SYS(BPF, 5 /* load a program */, load, sizeof load, 0, 0);
	if (n < 0)
		put_error(told, "a program", n);
	return n >= 0;
}

/* ---- modules ---- */

static int modules_mounted;

static int is_loaded(const char *path)
{
	static struct text line;
	const char *s;
	u32 i;

	for (s = path; *s; s++)
		if (*s == '/')
			path = s + 1;
	line.length = 0;
	put(&line, "?");
	put(&line, path);
	line.chars[0] = '\n';
	for (i = 1; i < line.length && line.chars[i] != '.'; i++)
		if (line.chars[i] == '-')
			line.chars[i] = '_';
	line.chars[i] = ' ';
	line.chars[i + 1] = 0;
	scratch[0] = '\n';
	return read_file("/proc/modules", scratch + 1, sizeof scratch - 1) > 0 && contains(scratch, line.chars);
}

/* modules PATHS: the disk with the modules mounted where they belong, and each inserted, in that order. */
static int check_modules(char *rest, struct text *told)
{
	static struct utsname names;
	struct text where = { 0 }, from = { 0 };
	char *path;
	u32 count = 0;

	SYS(UNAME, &names, 0, 0, 0, 0);
	mkdir("/lib");
	mkdir("/lib/modules");
	put(&where, "/lib/modules/");
	put(&where, names.release);
	if (!modules_mounted
	    && (!find_disk("modules", &from, told) || !mounted(from.chars, where.chars, "ext4", MS_RDONLY, 0, told)))
		return 0;
	modules_mounted = 1;
	put(&where, "/");
	u32 folder = where.length;
	for (path = rest; *path; path = rest, count++) {
		rest = word(rest);
		where.length = folder;
		put(&where, path);
		long file = open(where.chars, O_RDONLY);
		long n = file < 0 ? file : SYS(FINIT_MODULE, file, "", 0, 0, 0);
		if (file >= 0)
			close(file);
		if (n < 0) {
			put_error(told, path, n);
			return 0;
		}
		if (!is_loaded(path)) {
			put(told, path);
			put(told, " is not in /proc/modules");
			return 0;
		}
	}
	put_number(told, count);
	put(told, " inserted");
	return 1;
}

static const struct check {
	const char *name;
	int (*function)(char *rest, struct text *told);
} checks[] = {
	{ "block", check_block },	{ "network", check_network },	{ "vsock", check_vsock },
	{ "entropy", check_entropy },	{ "balloon", check_balloon },	{ "devtmpfs", check_devtmpfs },
	{ "tmpfs", check_tmpfs },	{ "ext4", check_ext4 },		{ "squashfs", check_squashfs },
	{ "overlay", check_overlay },	{ "cgroup2", check_cgroup2 },	{ "namespaces", check_namespaces },
	{ "seccomp", check_seccomp },	{ "bpf", check_bpf },		{ "modules", check_modules },
};
