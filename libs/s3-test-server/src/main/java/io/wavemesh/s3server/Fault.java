package io.wavemesh.s3server;

/** What a proxy does instead of handing on. */
public enum Fault {
    /** Hands on. */
    NONE,
    /** Cuts every connection before it answers. */
    AWAY,
    /** Hands on after five seconds. */
    SLOW,
    /** Answers 503 SlowDown. */
    THROTTLED,
    /** Answers writes with 507. */
    FULL,
    /** Cuts the connection in the middle of an object. */
    TORN,
    /** Changes one bit of an object. */
    ALTERED
}
