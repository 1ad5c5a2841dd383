package dev.seckill.consumer.command;

/** The version of this program. */
public final class Version {

    private Version() {}

    /** From the jar's manifest; "development" when it does not run from a jar. */
    public static String text() {
        String version = Version.class.getPackage().getImplementationVersion();
        return version == null ? "development" : version;
    }
}
