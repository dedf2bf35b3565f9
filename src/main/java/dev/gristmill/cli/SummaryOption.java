package dev.gristmill.cli;

import dev.gristmill.image.OciLayout;
import dev.gristmill.image.PublishedIndex;
import dev.gristmill.model.InvalidInputException;
import dev.gristmill.model.Problem;
import dev.gristmill.model.StepException;
import dev.gristmill.plan.ChangeRun;
import dev.gristmill.progress.Progress;
import dev.gristmill.registry.RegistryAddress;
import dev.gristmill.registry.RegistryClient;
import dev.gristmill.store.Store;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** Whether, how and where to say what changes. */
final class SummaryOption {
    private static final String MARKDOWN = "markdown";

    private final GlobalOptions global;
    private final RegistryOptions registry;
    private final OptionSpec summary = Options.text(
            "--summary",
            "markdown[:FILE]",
            "Say what changes against what is published, as Markdown; put behind what is in FILE, or on standard output.");

    SummaryOption(GlobalOptions global, RegistryOptions registry) {
        this.global = global;
        this.registry = registry;
    }

    void addTo(CommandSpec spec) {
        spec.addOption(summary);
    }

    /** @throws InvalidInputException if it cannot be done; to be asked before long work */
    void check() {
        @Nullable String wanted = summary.getValue();
        if (wanted == null) {
            return;
        }
        if (!wanted.equals(MARKDOWN) && !wanted.startsWith(MARKDOWN + ":")) {
            throw refused(wanted, "markdown, or markdown:FILE");
        }
        if (global.json() && file(wanted).isEmpty()) {
            throw refused(wanted, "markdown:FILE, since --json has the standard output");
        }
    }

    private static InvalidInputException refused(String wanted, String expected) {
        return new InvalidInputException(Problem.of("there is no such summary")
                .where("--summary " + wanted)
                .expected(expected));
    }

    private static Optional<Path> file(String wanted) {
        var name = wanted.substring(Math.min(wanted.length(), MARKDOWN.length() + 1));
        return name.isEmpty() ? Optional.empty() : Optional.of(Path.of(name));
    }

    /** @throws InvalidInputException if one is asked for */
    void requireNone(String option) {
        @Nullable String wanted = summary.getValue();
        if (wanted != null) {
            throw refused(wanted, "no summary with " + option + ", which sees a part of the kernels");
        }
    }

    /** Whether it is to be all that is printed. */
    boolean isOnOutput() {
        @Nullable String wanted = summary.getValue();
        return wanted != null && file(wanted).isEmpty();
    }

    /** Says it, if that is asked for; before anything is pushed, where it is. */
    void tell(OciLayout layout, List<PublishedIndex> built, Store store, Progress progress)
            throws InterruptedException {
        @Nullable String wanted = summary.getValue();
        if (wanted != null) {
            var text = text(new ChangeRun(layout, store, progress), built);
            file(wanted).ifPresentOrElse(file -> append(text, file), () -> System.out.print(text));
        }
    }

    private String text(ChangeRun run, List<PublishedIndex> built) throws InterruptedException {
        var address = registry.address();
        if (address.isEmpty()) {
            return MarkdownSummary.text(run.of(built, Optional.empty()), Optional.empty());
        }
        var host = address.get().host();
        try (var client = new RegistryClient(host, registry.access(), RegistryClient.Use.PULL)) {
            var changes = run.of(built, Optional.of(new ChangeRun.Place(client, address.get())));
            return MarkdownSummary.text(changes, address.map(RegistryAddress::toString));
        }
    }

    /** Several steps of a job may write to one file. */
    private static void append(String text, Path file) {
        try {
            Files.writeString(file, text, StandardCharsets.UTF_8, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new StepException(
                    Problem.of("the summary cannot be written").where(file).found(e), e);
        }
    }
}
