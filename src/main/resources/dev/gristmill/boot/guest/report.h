/*
 * What init found, told twice: line by line on the console, and as a whole on the scratch disk, so that either may
 * fail. A line is
 *
 *	gristmill TOKEN NUMBER TEXT #CHECKSUM
 *
 * with the token of this boot, so that nothing older is taken for an answer, the line's number from 1, and the FNV-1a
 * of all before " #", since the kernel's own messages may get in between. Where things are on the disk, ScratchDisk
 * knows too.
 */
enum {
	PATTERN_AT = 0,
	PATTERN_BYTES = 64 << 10,
	ANSWER_AT = 1 << 20,
	REPORT_AT = 2 << 20,
	SECOND_REPORT_AT = 3 << 20,
	LOG_AT = 4 << 20,
	REPORT_BYTES = 64 << 10,
	LOG_BYTES = 256 << 10,
};

static char token[33];
static long console = -1;
static long disk = -1;
static int second_start;
static char report[REPORT_BYTES];
static u32 reported;
static u32 lines;

static u32 fnv1a(const char *s, u32 n)
{
	u32 hash = 2166136261u;

	while (n--)
		hash = (hash ^ (u8)*s++) * 16777619u;
	return hash;
}

static long at(long file, long offset) { return SYS(LSEEK, file, offset, 0, 0, 0); }

static long write_at(long file, long offset, const void *bytes, u64 n)
{
	u64 done = 0;

	at(file, offset);
	while (done < n) {
		long wrote = SYS(WRITE, file, (const char *)bytes + done, n - done, 0, 0);

		if (wrote <= 0)
			return wrote ? wrote : -5;
		done += (u64)wrote;
	}
	return SYS(FSYNC, file, 0, 0, 0, 0);
}

static long read_at(long file, long offset, void *bytes, u64 n)
{
	u64 done = 0;

	at(file, offset);
	while (done < n) {
		long got = SYS(READ, file, (char *)bytes + done, n - done, 0, 0);

		if (got <= 0)
			return got ? got : -5;
		done += (u64)got;
	}
	return (long)done;
}

static void say(const char *text)
{
	static struct text line;

	line.length = 0;
	put(&line, "gristmill ");
	put(&line, token);
	put(&line, " ");
	put_number(&line, ++lines);
	put(&line, " ");
	/* Room for the checksum. */
	u32 longest = sizeof line.chars - 16 - line.length, i;
	static char cut[2048];

	for (i = 0; text[i] && i < longest; i++)
		cut[i] = text[i];
	cut[i] = 0;
	put(&line, cut);
	u32 sum = fnv1a(line.chars, line.length);
	put(&line, " #");
	put_hex(&line, sum);
	line.chars[line.length++] = '\n';
	if (console >= 0)
		SYS(WRITE, console, line.chars, line.length, 0, 0);
	if (reported + line.length < sizeof report) {
		memcpy(report + reported, line.chars, line.length);
		reported += line.length;
	}
}

static void fact(const char *name, const char *value)
{
	static struct text text;

	text.length = 0;
	put(&text, "fact ");
	put(&text, name);
	put(&text, " ");
	put(&text, value);
	say(text.chars);
}

static void number_fact(const char *name, long value)
{
	struct text text = { 0 };

	put_number(&text, value);
	fact(name, text.chars);
}

static void result(const char *check, int passed, const struct text *detail)
{
	static struct text text;

	text.length = 0;
	put(&text, "check ");
	put(&text, check);
	put(&text, passed ? " ok " : " failed ");
	put(&text, detail->chars);
	say(text.chars);
}

/* What was said so far, for a host that does not hear the console. */
static void share(void)
{
	if (disk >= 0 && !second_start)
		write_at(disk, REPORT_AT, report, (reported + 511) & ~511u);
}

/* The last line, the kernel's log and, last of all, the report. */
static void finish(void)
{
	struct text text = { 0 };
	static char log[LOG_BYTES];
	long n = SYS(SYSLOG, SYSLOG_READ_ALL, log, sizeof log, 0, 0);

	put(&text, "done ");
	put_number(&text, lines);
	say(text.chars);
	if (disk >= 0) {
		if (!second_start && n > 0)
			write_at(disk, LOG_AT, log, ((u64)n + 511) & ~511ul);
		write_at(disk, second_start ? SECOND_REPORT_AT : REPORT_AT, report, (reported + 511) & ~511u);
	}
}
