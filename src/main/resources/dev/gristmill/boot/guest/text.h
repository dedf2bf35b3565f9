/* Text of a bounded length: whatever does not fit is left out. */
struct text {
	u32 length;
	char chars[2048];
};

static u64 length(const char *s)
{
	u64 n = 0;

	while (s[n])
		n++;
	return n;
}

static int starts(const char *s, const char *with)
{
	while (*with)
		if (*s++ != *with++)
			return 0;
	return 1;
}

static int same(const char *a, const char *b) { return starts(a, b) && a[length(b)] == 0; }

static int contains(const char *s, const char *part)
{
	for (; *s; s++)
		if (starts(s, part))
			return 1;
	return 0;
}

/* gcc calls these by itself. */
void *memset(void *to, int value, u64 n)
{
	u8 *p = to;

	while (n--)
		*p++ = (u8)value;
	return to;
}

void *memcpy(void *to, const void *from, u64 n)
{
	u8 *p = to;
	const u8 *q = from;

	while (n--)
		*p++ = *q++;
	return to;
}

static void put(struct text *t, const char *s)
{
	/* Whatever is not printable would break the line it stands in. */
	for (; *s && t->length < sizeof t->chars - 1; s++)
		t->chars[t->length++] = *s >= ' ' && *s <= '~' ? *s : ' ';
	t->chars[t->length] = 0;
}

static void put_number(struct text *t, long value)
{
	char digits[24];
	u32 at = sizeof digits - 1;
	u64 rest = value < 0 ? -(u64)value : (u64)value;

	digits[at] = 0;
	do
		digits[--at] = (char)('0' + rest % 10);
	while (rest /= 10);
	if (value < 0)
		digits[--at] = '-';
	put(t, digits + at);
}

static void put_hex(struct text *t, u32 value)
{
	char digits[9];
	u32 i;

	for (i = 0; i < 8; i++)
		digits[i] = "0123456789abcdef"[value >> (28 - 4 * i) & 15];
	digits[8] = 0;
	put(t, digits);
}

static u64 number(const char *s)
{
	u64 value = 0;

	while (*s >= '0' && *s <= '9')
		value = value * 10 + (u64)(*s++ - '0');
	return value;
}

static const char *after(const char *s, char mark)
{
	while (*s && *s != mark)
		s++;
	return *s ? s + 1 : s;
}

/* Cuts the first word off; what is left of the line is returned. */
static char *word(char *s)
{
	while (*s && *s != ' ')
		s++;
	if (*s)
		*s++ = 0;
	return s;
}

static void put_error(struct text *t, const char *what, long result)
{
	static const char *const names[] = {
		[1] = "EPERM", [2] = "ENOENT", [5] = "EIO", [6] = "ENXIO", [8] = "ENOEXEC", [12] = "ENOMEM",
		[13] = "EACCES", [16] = "EBUSY", [17] = "EEXIST", [19] = "ENODEV", [20] = "ENOTDIR", [22] = "EINVAL",
		[28] = "ENOSPC", [30] = "EROFS", [38] = "ENOSYS", [93] = "EPROTONOSUPPORT", [97] = "EAFNOSUPPORT",
		[101] = "ENETUNREACH", [110] = "ETIMEDOUT",
	};
	long error = -result;

	put(t, what);
	put(t, ": error ");
	put_number(t, error);
	if (error > 0 && error < (long)(sizeof names / sizeof *names) && names[error]) {
		put(t, " ");
		put(t, names[error]);
	}
}

/* A whole small file as text, without its last line end. */
static long read_file(const char *path, char *buffer, u32 size)
{
	long file = open(path, O_RDONLY), got, n = 0;

	buffer[0] = 0;
	if (file < 0)
		return file;
	while (n < (long)size - 1 && (got = SYS(READ, file, buffer + n, size - 1 - n, 0, 0)) > 0)
		n += got;
	close(file);
	if (n > 0 && buffer[n - 1] == '\n')
		n--;
	buffer[n] = 0;
	return n;
}

/* Calls with the name of each entry of a folder until the function says 1; whether it did. */
static int each_entry(const char *path, int (*function)(const char *name, void *context), void *context)
{
	static char buffer[8192];
	long folder = open(path, O_RDONLY), n, at;
	int found = 0;

	if (folder < 0)
		return 0;
	while (!found && (n = SYS(GETDENTS64, folder, buffer, sizeof buffer, 0, 0)) > 0)
		for (at = 0; !found && at < n; at += *(u16 *)(buffer + at + 16)) {
			const char *name = buffer + at + 19;

			if (name[0] != '.')
				found = function(name, context);
		}
	close(folder);
	return found;
}
