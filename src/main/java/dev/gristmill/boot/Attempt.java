package dev.gristmill.boot;

import dev.gristmill.boot.Observation.Ending;
import dev.gristmill.process.Children;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** One run of one machine: starts it, listens over both ways, and ends it when all is said or nothing more comes. */
final class Attempt {
    private static final long POLL_MILLIS = 100;
    /** What follows a panic is its trace. */
    private static final Duration LAST_WORDS = Duration.ofSeconds(2);

    private static final int STOPPED_BY_US = -1;

    /** The guest's word for that it waits to be asked for memory. */
    private static final String WAITING = "balloon";

    private final Launch launch;
    private final Orders orders;
    private final ScratchDisk disk;
    private final Echoes echoes;
    private final ConsoleLog log;
    private final Limits limits;
    private final long begun = System.nanoTime();
    private long heardOnDisk;

    Attempt(Launch launch, Orders orders, ScratchDisk disk, Echoes echoes, ConsoleLog log, Limits limits) {
        this.launch = launch;
        this.orders = orders;
        this.disk = disk;
        this.echoes = echoes;
        this.log = log;
        this.limits = limits;
    }

    /** @throws InterruptedException if this thread is interrupted, after the machine is gone */
    Observation run() throws IOException, InterruptedException {
        log.comment(launch.command().toString());
        var end = start();
        if (hasToBeStartedAgain(end)) {
            log.comment("started again");
            launch.clear();
            end = start();
        }
        return observation(end);
    }

    private record End(Ending ending, int status) {}

    /** The guest's reboot ended the program, where a machine would go on. */
    private boolean hasToBeStartedAgain(End end) throws IOException {
        return !launch.machine().startsAgain()
                && end.ending() == Ending.EXITED
                && end.status() == 0
                && first().isDone()
                && second().isEmpty();
    }

    private End start() throws IOException, InterruptedException {
        var running = new FutureTask<>(() -> Children.run(launch.command(), log::take, log::takeSecond));
        var thread = Thread.ofPlatform().daemon().name("machine").start(running);
        try {
            while (true) {
                var exited = status(running);
                if (exited.isPresent()) {
                    return new End(Ending.EXITED, exited.get());
                }
                answerBalloon();
                var ending = ending();
                if (ending.isPresent()) {
                    return new End(ending.get(), STOPPED_BY_US);
                }
            }
        } finally {
            end(thread);
        }
    }

    /** Waits a moment; the exit status if there is one by then. */
    private static Optional<Integer> status(FutureTask<Integer> running) throws IOException, InterruptedException {
        try {
            return Optional.of(running.get(POLL_MILLIS, TimeUnit.MILLISECONDS));
        } catch (TimeoutException e) {
            return Optional.empty();
        } catch (ExecutionException e) {
            throw new IOException(e.getCause());
        }
    }

    private static void end(Thread thread) throws InterruptedException {
        thread.interrupt();
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            throw new InterruptedException();
        }
    }

    /** The guest waits for what only the host can ask of it. */
    private void answerBalloon() {
        try {
            if (first().fact(WAITING).isPresent()) {
                launch.monitor().inflate();
            }
        } catch (IOException e) {
            log.comment("the balloon was not asked for: " + e);
        }
    }

    private Optional<Ending> ending() throws IOException {
        var starts = log.starts();
        var second = second();
        if (second.isDone() && !launch.machine().powersOff()) {
            return Optional.of(Ending.STOPPED);
        }
        if (starts.size() > 2) {
            return Optional.of(Ending.RESTARTS);
        }
        if (first().isDone() && !usedDisk()) {
            return Optional.of(Ending.STOPPED); // without the disk init cannot tell one start from the next
        }
        if (log.worst().filter(Trouble::isFatal).isPresent() && log.silence().compareTo(LAST_WORDS) > 0) {
            return Optional.of(Ending.PANICKED);
        }
        if (log.silence().compareTo(limits.silence()) > 0) {
            return Optional.of(Ending.SILENT);
        }
        boolean late = System.nanoTime() - begun > limits.whole().toNanos();
        return late ? Optional.of(Ending.TOO_LONG) : Optional.empty();
    }

    private boolean usedDisk() throws IOException {
        return first().check(Check.BLOCK).filter(Report.Result::passed).isPresent();
    }

    private Report first() throws IOException {
        var starts = log.starts();
        return (starts.isEmpty() ? new Report() : starts.getFirst())
                .and(Report.parse(disk.firstReport(), orders.token()));
    }

    private Report second() throws IOException {
        var starts = log.starts();
        var onDisk = Report.parse(disk.secondReport(), orders.token());
        long heard =
                onDisk.size() + Report.parse(disk.firstReport(), orders.token()).size();
        if (heard > heardOnDisk) {
            heardOnDisk = heard;
            log.heardElsewhere();
        }
        return (starts.size() < 2 ? new Report() : starts.get(1)).and(onDisk);
    }

    private Observation observation(End end) throws IOException {
        var starts = log.starts();
        if (log.lastLines().isEmpty()) {
            disk.kernelLog().lines().forEach(log::takeFromDisk);
        }
        return new Observation(
                first(),
                second(),
                starts.isEmpty() ? 0 : starts.getFirst().size(),
                end.ending(),
                end.status(),
                log.emulator(),
                log.worst(),
                log.trace(),
                log.lastLines(),
                log.duringChecks(),
                disk.isAnswered(),
                echoes.datagrams(),
                echoes.connections(),
                log.firstAnswer(),
                log.file());
    }
}
