/**
 * Real processes under faults. {@link io.wavemesh.tests.harness.MeshUnderTest} runs a Kafka broker in the test's JVM,
 * an object store in a folder, and the packaged services as processes of their own:
 *
 * <pre>{@code
 * try (MeshUnderTest mesh = MeshUnderTest.in(folder)) {
 *     ServiceProcess ingest = mesh.start(Service.INGEST);
 *     ServiceProcess trainer = mesh.start(Service.TRAINER, Map.of("trainer.kafka.record-lock", "2s"));
 *     IngestClient client = new IngestClient(ingest.address());
 *     Submitted subject = client.submit(Pictures.DUCK, "{\"steps\":40}");
 *     trainer.kill();                                        // SIGKILL
 *     trainer.pause();                                       // SIGSTOP, resume() = SIGCONT
 *     Await.until("it is over", () -> client.isOver(subject));
 *     List<TopicLog.Entry> all = TopicLog.read(mesh.connection(), mesh.topics().adapters());
 * }
 * }</pre>
 *
 * Each process writes {@code NAME.log} into the mesh's folder ({@link
 * io.wavemesh.tests.harness.ServiceProcess#log()}). Nothing outlives the test's JVM. The services must be packaged, so
 * tests are {@code XxxIT}; those of minutes carry the tag {@code long}. One of them alone:
 *
 * <pre>
 * ./mvnw -pl mesh-tests -am verify -Dtest=none -Dit.test=XxxIT            (-Plong for one with the tag)
 * </pre>
 *
 * Each part of the mesh has a package of its own beside this one.
 */
package io.wavemesh.tests.harness;
