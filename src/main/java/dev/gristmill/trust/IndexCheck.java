package dev.gristmill.trust;

import dev.gristmill.image.MalformedJsonException;
import dev.gristmill.model.Architecture;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;

/** Whether an index tells the truth about its images. */
final class IndexCheck {
    private IndexCheck() {}

    /**
     * What speaks against it.
     *
     * @param images by digest; those that could not be read are missing
     */
    static List<String> problems(Subject index, Map<String, ImageFacts> images) throws MalformedJsonException {
        var problems = new ArrayList<String>();
        var seen = new HashSet<String>();
        for (var entry : index.document().objects("manifests")) {
            var platform = entry.object("platform").string("architecture");
            var facts = images.get(entry.digest("digest").toString());
            if (!seen.add(platform)) {
                problems.add("two images for " + platform);
            }
            if (facts == null) {
                problems.add("the image for " + platform + " cannot be read");
                continue;
            }
            var real = facts.architecture().map(Architecture::ociName).orElse("none");
            if (!platform.equals(real)) {
                problems.add("an image for " + real + " is listed for " + platform);
            }
            untrue(index, facts).forEach(problems::add);
        }
        return problems.stream().distinct().toList();
    }

    private static List<String> untrue(Subject index, ImageFacts facts) throws MalformedJsonException {
        return index.document().texts("annotations").entrySet().stream()
                .filter(annotation ->
                        !annotation.getValue().equals(facts.annotations().get(annotation.getKey())))
                .map(annotation -> annotation.getKey() + " is not what its images say")
                .toList();
    }
}
