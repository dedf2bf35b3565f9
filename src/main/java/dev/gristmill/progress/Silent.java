package dev.gristmill.progress;

enum Silent implements Progress, Task {
    INSTANCE;

    @Override
    public Task begin(String subject, String step, Unit unit) {
        return this;
    }

    @Override
    public void note(String line) {}

    @Override
    public void warn(String line) {}

    @Override
    public void expect(long total) {}

    @Override
    public void reached(long units) {}

    @Override
    public void detail(String text) {}

    @Override
    public void done(String summary) {}

    @Override
    public void close() {}
}
