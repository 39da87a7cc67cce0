/** The demo: a client of the services that follows one subject from its pictures to personalized drawings. */
package io.wavemesh.local.demo;
