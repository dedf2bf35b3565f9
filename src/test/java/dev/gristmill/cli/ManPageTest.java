package dev.gristmill.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;
import picocli.AutoComplete;

class ManPageTest {
    @Test
    void hasEveryOptionOfACommand() throws IOException {
        var build = GristmillCommand.commandLine().getSubcommands().get("build").getCommandSpec();
        var page = new ManPage(build).text();
        assertThat(page)
                .startsWith(".TH GRISTMILL-BUILD 1 ")
                .contains(".SH NAME\ngristmill\\-build \\- Builds the selected kernels")
                .contains("\\fB\\-\\-jobs\\fR=\\fIN\\fR\n");
        build.options()
                .forEach(
                        option -> assertThat(page).contains(option.longestName().replace("-", "\\-")));
    }

    @Test
    void letsNoTextActAsARequest() throws IOException {
        for (var command : GristmillCommand.commandLine().getSubcommands().values()) {
            assertThat(new ManPage(command.getCommandSpec()).text().lines())
                    .filteredOn(line -> line.startsWith(".") || line.startsWith("'"))
                    .allMatch(line -> line.matches("\\.(TH|SH|TP|B|I|nf|fi)( .*)?"));
        }
    }

    @Test
    void completionKnowsEveryCommand() {
        var line = GristmillCommand.commandLine();
        var script = AutoComplete.bash("gristmill", line);
        line.getSubcommands().keySet().forEach(name -> assertThat(script).contains("_picocli_gristmill_" + name));
    }
}
