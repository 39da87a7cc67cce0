/**
 * A real Prometheus watches the packaged services with the rules that the Helm chart renders: every query of rules, triggers
 * and dashboards is asked there. Needs Prometheus' own program ({@code apt-get install prometheus}); without it these tests
 * are skipped.
 */
package io.wavemesh.tests.watching;
