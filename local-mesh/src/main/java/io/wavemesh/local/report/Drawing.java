package io.wavemesh.local.report;

import java.awt.image.BufferedImage;

/**
 * One generated picture.
 *
 * @param prompt the text it was drawn from
 * @param seed the seed of its noise
 * @param fileName its PNG file in the demo's folder
 * @param image its pixels
 */
public record Drawing(String prompt, long seed, String fileName, BufferedImage image) {}
