/** What tests of services share that run in Quarkus. */
package io.wavemesh.testkit.quarkus;
