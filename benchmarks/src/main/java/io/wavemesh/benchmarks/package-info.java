/** Programs that measure the libraries, print a table and store the figures as JSON. */
package io.wavemesh.benchmarks;
