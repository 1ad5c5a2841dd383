package dev.seckill.consumer.notify;

import java.util.OptionalLong;
import java.util.TreeMap;

/**
 * How far a partition of the log is told: messages may be done in any order, but its position moves on only when all before
 * it are done. Thread-safe.
 */
final class PartitionMarks {

    /** How many deliveries each message still waits for, by offset. */
    private final TreeMap<Long, Integer> open = new TreeMap<>();

    private long next;
    private long committed;
    private boolean gone;

    /** @param position where reading begins */
    PartitionMarks(long position) {
        next = position;
        committed = position;
    }

    /** A message was read that asks for so many deliveries, which may be none. */
    synchronized void read(long offset, int deliveries) {
        next = Math.max(next, offset + 1);
        if (deliveries > 0) {
            open.put(offset, deliveries);
        }
    }

    /** All before this offset was read, also what is no message. */
    synchronized void passed(long offset) {
        next = Math.max(next, offset);
    }

    /** One delivery of the message is over. */
    synchronized void done(long offset) {
        open.computeIfPresent(offset, (place, deliveries) -> deliveries == 1 ? null : deliveries - 1);
    }

    /** Where the partition goes on; empty if that is committed. */
    synchronized OptionalLong toCommit() {
        return position() == committed ? OptionalLong.empty() : OptionalLong.of(position());
    }

    /** The group has this position. */
    synchronized void committed(long position) {
        committed = position;
    }

    /** How many messages were read past the first that is not done, that one included. */
    synchronized long ahead() {
        return next - position();
    }

    /** The partition belongs to someone else, who will tell what is not committed. */
    synchronized void giveUp() {
        gone = true;
    }

    synchronized boolean isGone() {
        return gone;
    }

    private long position() {
        return open.isEmpty() ? next : open.firstKey();
    }
}
