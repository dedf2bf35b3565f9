package dev.gristmill.catalogue;

import dev.gristmill.model.InvalidInputException;
import dev.gristmill.model.Problem;
import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.schema.FailsafeSchema;

/** Reading YAML as nodes that know where they stand. */
final class YamlFile {
    /** Far more than any catalogue; keeps a wrong path from filling the memory. */
    private static final int LARGEST_BYTES = 1 << 20;

    private YamlFile() {}

    static Node read(Path file) {
        try {
            long size = Files.size(file);
            if (size > LARGEST_BYTES) {
                throw invalid(Problem.of("this file is too large")
                        .where(file)
                        .expected("at most " + LARGEST_BYTES + " bytes")
                        .found(size + " bytes"));
            }
            return parse(file.toString(), Files.readString(file));
        } catch (NoSuchFileException e) {
            throw invalid(Problem.of("there is no catalogue here")
                    .where(file)
                    .remedy("name one with --catalogue FILE, or run this where a gristmill.yaml is"));
        } catch (MalformedInputException e) {
            throw invalid(Problem.of("the catalogue is not text in UTF-8").where(file));
        } catch (IOException e) {
            throw invalid(Problem.of("the catalogue cannot be read").where(file).found(e));
        }
    }

    static Node parse(String name, String text) {
        var settings = LoadSettings.builder()
                .setSchema(new FailsafeSchema())
                .setLabel(name)
                .setMaxAliasesForCollections(0)
                .build();
        try {
            return new Compose(settings)
                    .composeString(text)
                    .orElseThrow(() -> invalid(Problem.of("this file is empty")
                            .where(name)
                            .remedy("docs/catalogue.md shows one to start from")));
        } catch (MarkedYamlEngineException e) {
            var place = e.getProblemMark()
                    .map(m -> name + ":" + (m.getLine() + 1) + ":" + (m.getColumn() + 1))
                    .orElse(name);
            throw invalid(Problem.of("this is not YAML: " + e.getProblem()).where(place));
        } catch (YamlEngineException e) {
            throw invalid(Problem.of("this is not YAML: " + e.getMessage()).where(name));
        }
    }

    private static InvalidInputException invalid(Problem problem) {
        return new InvalidInputException(problem);
    }
}
