package dev.seckill.proof.cosign;

/**
 * What the cosigner answers.
 *
 * @param status of HTTP
 * @param body text, each line of which is ended
 */
public record Answer(int status, Type type, String body) {

    /** What a body is. */
    public enum Type {
        /** Anything. */
        TEXT("text/plain; charset=utf-8"),
        /** The number of leaves that were signed last. */
        SIZE("text/x.tlog.size");

        private final String name;

        Type(String name) {
            this.name = name;
        }

        /** As HTTP says it. */
        @Override
        public String toString() {
            return name;
        }
    }

    static Answer signed(String lines) {
        return new Answer(200, Type.TEXT, lines);
    }

    static Answer refused(int status, String reason) {
        return new Answer(status, Type.TEXT, reason + "\n");
    }

    static Answer otherSize(long size) {
        return new Answer(409, Type.SIZE, size + "\n");
    }
}
