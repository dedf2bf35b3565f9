package dev.gristmill.image;

/**
 * What a name and tag in a layout stands for now.
 *
 * @param index with its images, those kept from before among them
 */
public record PublishedIndex(Reference reference, Descriptor descriptor, ImageIndex index) {}
