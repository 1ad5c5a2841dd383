package dev.seckill.infra.embedded;

/**
 * The ports of the three servers; 0 means any free one.
 *
 * @param redis 0 to 65535
 * @param kafka 0 to 65535
 * @param mysql 0 to 65535
 */
public record StackPorts(int redis, int kafka, int mysql) {

    /** The ports that everybody knows, the same as in the compose file. */
    public static final StackPorts USUAL = new StackPorts(6379, 9092, 3306);

    /** Free ports, chosen when the stack starts. */
    public static final StackPorts FREE = new StackPorts(0, 0, 0);

    /** Checks that each is a port. */
    public StackPorts {
        requirePort("redis", redis);
        requirePort("kafka", kafka);
        requirePort("mysql", mysql);
    }

    private static void requirePort(String server, int port) {
        if (port < 0 || port > 65_535) {
            throw new IllegalArgumentException(server + " port must be 0 to 65535 but is " + port);
        }
    }
}
