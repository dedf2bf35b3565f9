package dev.gristmill.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class CompilerErrorsTest {
    private final CompilerErrors errors = new CompilerErrors();

    @Test
    void showsTheErrorWithItsPlaceAndItsSourceLine() {
        take("""
                make[1]: Entering directory '/out'
                /src/init/main.c: In function 'start_kernel':
                /src/init/main.c:851:9: error: 'foo' undeclared (first use in this function)
                  851 |         foo = 1;
                      |         ^~~
                /src/init/main.c:851:9: note: each undeclared identifier is reported only once
                make[2]: *** [/src/scripts/Makefile.build:286: init/main.o] Error 1
                make[1]: *** [/src/Makefile:1832: init] Error 2
                make[1]: *** Waiting for unfinished jobs....
                make: *** [Makefile:185: __sub-make] Error 2
                """);
        assertThat(errors.excerpt()).isEqualTo("""
                /src/init/main.c: In function 'start_kernel':
                /src/init/main.c:851:9: error: 'foo' undeclared (first use in this function)
                  851 |         foo = 1;
                      |         ^~~
                make[2]: *** [/src/scripts/Makefile.build:286: init/main.o] Error 1""");
    }

    @Test
    void showsWhichHeaderBroughtTheError() {
        take("""
                In file included from /src/include/linux/list.h:9,
                                 from /src/init/main.c:18:
                /src/include/linux/broken.h:3:2: error: #error "not for this machine"
                """);
        assertThat(errors.excerpt()).startsWith("In file included from").contains("from /src/init/main.c:18", "#error");
    }

    @Test
    void showsLinkErrors() {
        take("""
                x86_64-linux-gnu-ld: init/main.o: in function `start_kernel':
                main.c:(.init.text+0x7d2): undefined reference to `nowhere'
                make[1]: *** [/src/Makefile:1208: vmlinux] Error 1
                """);
        assertThat(errors.excerpt()).contains("undefined reference to `nowhere'", "vmlinux] Error 1");
    }

    @Test
    void showsSymbolsThatModulesMiss() {
        take("""
                ERROR: modpost: "nowhere" [net/802/stp.ko] undefined!
                make[2]: *** [/src/scripts/Makefile.modpost:124: modules-only.symvers] Error 1
                """);
        assertThat(errors.excerpt()).startsWith("ERROR: modpost: \"nowhere\" [net/802/stp.ko] undefined!");
    }

    @Test
    void showsProgramsThatAreNotThere() {
        take("""
                /bin/sh: 1: flex: not found
                make[3]: *** [/src/scripts/Makefile.host:9: scripts/kconfig/lexer.lex.c] Error 127
                """);
        assertThat(errors.excerpt()).startsWith("/bin/sh: 1: flex: not found");
    }

    @Test
    void countsTheErrorsItDoesNotShow() {
        IntStream.rangeClosed(1, 10).forEach(i -> errors.take("a.c:" + i + ":1: error: number " + i));
        assertThat(errors.excerpt().lines()).hasSize(5).last().isEqualTo("and 6 more");
        assertThat(errors.excerpt()).contains("number 1", "number 4").doesNotContain("number 5");
    }

    @Test
    void takesWarningsForNoErrors() {
        take("""
                /src/a.c: In function 'f':
                /src/a.c:3:7: warning: unused variable 'x' [-Wunused-variable]
                    3 |   int x;
                make[1]: *** [/src/Makefile:7: a] Error 2
                """);
        assertThat(errors.excerpt()).isEqualTo("make[1]: *** [/src/Makefile:7: a] Error 2");
    }

    @Test
    void showsTheLastLinesWhereNothingLooksLikeAnError() {
        IntStream.rangeClosed(1, 20).forEach(i -> errors.take("line " + i));
        assertThat(errors.excerpt().lines()).hasSize(8).last().isEqualTo("line 20");
    }

    private void take(String output) {
        output.lines().forEach(errors::take);
    }
}
