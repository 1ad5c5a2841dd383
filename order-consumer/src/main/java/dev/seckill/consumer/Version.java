package dev.seckill.consumer;

/** The version of this program. */
final class Version {

    private Version() {}

    /** From the jar's manifest; "development" when it does not run from a jar. */
    static String text() {
        String version = Version.class.getPackage().getImplementationVersion();
        return version == null ? "development" : version;
    }
}
