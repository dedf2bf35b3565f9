package dev.gristmill.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MakeStepTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            ignoreLeadingAndTrailingWhitespace = false,
            value = {
                "  CC      init/main.o|CC init/main.o",
                "  CC [M]  fs/xfs/libxfs/xfs_ag.o|CC fs/xfs/libxfs/xfs_ag.o",
                "  HOSTCC  scripts/kconfig/conf.o|HOSTCC scripts/kconfig/conf.o",
                "  YACC    scripts/kconfig/parser.tab.[ch]|YACC scripts/kconfig/parser.tab.[ch]",
                "  AR      fs/jbd2/built-in.a|AR fs/jbd2/built-in.a",
                "  LD [M]  net/bridge/bridge.ko|LD net/bridge/bridge.ko",
                "  INSTALL net/802/stp.ko|INSTALL net/802/stp.ko",
                "  DESCEND  objtool|DESCEND objtool",
                "  DEPMOD  5.10.262|DEPMOD 5.10.262",
                "  VDSO2C  arch/x86/entry/vdso/vdso-image-64.c|VDSO2C arch/x86/entry/vdso/vdso-image-64.c",
            })
    void readsWhatTheBuildDoes(String line, String step) {
        assertThat(MakeStep.in(line)).map(MakeStep::toString).hasValue(step);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "  ",
                "  C",
                "  CC",
                "  CC [M]",
                "make[1]: Entering directory '/out'",
                "  851 |         foo = 1;",
                "      |         ^~~",
                "init/main.c:851:9: error: 'foo' undeclared (first use in this function)",
            })
    void passesOverEverythingElse(String line) {
        assertThat(MakeStep.in(line)).isEmpty();
    }

    @Test
    void tellsActionAndTarget() {
        assertThat(MakeStep.in("  CC [M]  a.o")).hasValue(new MakeStep("CC", "a.o"));
    }
}
