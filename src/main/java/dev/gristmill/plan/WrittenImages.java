package dev.gristmill.plan;

import dev.gristmill.image.OciLayout;
import dev.gristmill.image.PublishedIndex;
import java.util.List;

/**
 * What a run has written of kernels that are published together.
 *
 * @param images what the layout now holds of them
 */
public record WrittenImages(OciLayout layout, List<Packed> kernels, List<PublishedIndex> images) {}
