package dev.gristmill.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whatever is wrong with the input is said with its place; the exit status is 2, and nothing is written. */
class BadInputIT {
    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "kernles: []                               | gristmill.yaml:1:1  | did you mean 'kernels'?",
                "kernels: [                                | gristmill.yaml:1:   | not YAML",
                "kernels: [{series: 5.10, profiles: [no]}] | gristmill.yaml:1:37 | unknown profile 'no'",
            })
    void inTheCatalogue(String yaml, String place, String message) throws Exception {
        assertThat(refused(yaml)).contains(place).contains(message);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--kernel=6.66    | 5.10",
                "--profile=tinny  | did you mean 'tiny'?",
                "--arch=riscv     | x86_64",
                "--vmm=qemu       | cloud-hypervisor",
                "--colour         | Unknown option",
            })
    void onTheCommandLine(String option, String message) throws Exception {
        assertThat(refused("kernels: [{series: \"5.10\", profiles: [tiny]}]", option))
                .contains(message);
    }

    @Test
    void inAFragment() throws Exception {
        Files.writeString(folder.resolve("mine.config"), "CONFIG_VIRTIO_BLK=y\nCONFIG_VIRTIO_BLK=perhaps\n");
        assertThat(refused("""
                        kernels: [{series: "5.10", profiles: [mine]}]
                        profiles: {mine: {extends: tiny, fragments: [./mine.config]}}
                        """)).contains("mine.config:2:");
    }

    @Test
    void inTheNameOfAFragment() throws Exception {
        assertThat(refused("""
                        kernels: [{series: "5.10", profiles: [mine]}]
                        profiles: {mine: {extends: tiny, fragments: [blok]}}
                        """)).contains("did you mean 'block'?");
    }

    @Test
    void inAVersionThatNoSourceOffers() throws Exception {
        var run = run("kernels: [{version: 5.10.99999, profiles: [tiny]}]");
        assertThat(run.status()).as(run.errors()).isEqualTo(2);
        assertThat(run.errors()).contains("5.10.99999").containsPattern("5\\.10\\.\\d{3}\\b");
        assertThat(folder.resolve("images")).doesNotExist();
    }

    private String refused(String yaml, String... options) throws Exception {
        var run = run(yaml, options);
        assertThat(run.status()).as(run.errors()).isEqualTo(2);
        assertThat(run.output()).isEmpty();
        assertThat(folder.resolve("store")).doesNotExist();
        assertThat(folder.resolve("images")).doesNotExist();
        return run.errors();
    }

    private Tool.Run run(String yaml, String... options) throws IOException, InterruptedException {
        var catalogue = Files.writeString(folder.resolve("gristmill.yaml"), yaml);
        var arguments = new ArrayList<>(List.of(
                "--catalogue",
                catalogue.toString(),
                "--store",
                folder.resolve("store").toString(),
                "build",
                "--output",
                folder.resolve("images").toString()));
        arguments.addAll(List.of(options));
        return Gristmill.run(arguments.toArray(String[]::new));
    }
}
