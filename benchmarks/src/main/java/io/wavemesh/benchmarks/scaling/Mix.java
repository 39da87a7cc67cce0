package io.wavemesh.benchmarks.scaling;

/**
 * What clients ask for: an assumption. Jobs have 250, 500 or 1000 steps (20, 70 and 10 of a hundred; 500 on average, as measured) and
 * 3 to 9 pictures; requests ask for 1, 2 or 4 images (80, 10 and 10 of a hundred), and their adapter is held for 7 of 10.
 */
record Mix(int[] steps, double[] stepShares, int fewestPictures, int mostPictures, Images images) {
    static final Mix USUAL = new Mix(
            new int[] {250, 500, 1000},
            new double[] {0.2, 0.7, 0.1},
            3,
            9,
            new Images(new int[] {1, 2, 4}, new double[] {0.8, 0.1, 0.1}, 0.7));

    /**
     * Requests for images.
     *
     * @param counts images of a request: 1, 2 or 4
     * @param shares of the counts
     * @param held share of requests whose adapter is held
     */
    record Images(int[] counts, double[] shares, double held) {
        /** Images of a request on average. */
        double mean() {
            double mean = 0;
            for (int i = 0; i < counts.length; i++) {
                mean += counts[i] * shares[i];
            }
            return mean;
        }

        /** Time of a request. */
        double seconds(ServiceTimes times, int batchImages, Draw draw) {
            return times.request(counts[draw.choice(shares)], draw.chance(held), batchImages);
        }

        /** Time of a request on average. */
        double meanSeconds(ServiceTimes times, int batchImages) {
            double mean = 0;
            for (int i = 0; i < counts.length; i++) {
                mean += shares[i]
                        * (held * times.request(counts[i], true, batchImages)
                                + (1 - held) * times.request(counts[i], false, batchImages));
            }
            return mean;
        }
    }

    /** Time of a job. */
    double jobSeconds(ServiceTimes times, Draw draw) {
        int pictures = fewestPictures + draw.below(mostPictures - fewestPictures + 1);
        return times.job(pictures, steps[draw.choice(stepShares)]);
    }

    /** Pictures of a job on average. */
    int meanPictures() {
        return (fewestPictures + mostPictures) / 2;
    }

    /** Time of a job on average. */
    double meanJobSeconds(ServiceTimes times) {
        double mean = 0;
        for (int i = 0; i < steps.length; i++) {
            mean += stepShares[i] * times.job(meanPictures(), steps[i]);
        }
        return mean;
    }
}
