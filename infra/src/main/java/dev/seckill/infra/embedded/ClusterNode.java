package dev.seckill.infra.embedded;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * One line of {@code CLUSTER NODES}: what a node of Redis Cluster says about itself or another one.
 *
 * @param flags such as {@code myself}, {@code master}, {@code slave}, {@code fail?}, {@code fail}, {@code handshake}
 * @param masterId of a replica; {@code -} of a master
 * @param isLinked whether the speaker has a connection to it
 */
record ClusterNode(
        String id, int port, Set<String> flags, String masterId, long epoch, boolean isLinked, List<Slots> slots) {

    /** First and last of neighbouring slots. */
    record Slots(int first, int last) {

        /** All slots in equal shares, one for each master. */
        static List<Slots> shares(int masters) {
            List<Slots> shares = new ArrayList<>();
            for (int i = 0; i < masters; i++) {
                shares.add(new Slots(i * KeySlot.COUNT / masters, (i + 1) * KeySlot.COUNT / masters - 1));
            }
            return shares;
        }
    }

    /** Reads such a line: id, ip:port@bus, flags, master, two times, epoch, link, slots. */
    static ClusterNode of(String line) {
        String[] cells = line.split(" ");
        String address = cells[1].split("[@,]")[0];
        return new ClusterNode(
                cells[0],
                Integer.parseInt(address.substring(address.lastIndexOf(':') + 1)),
                Set.of(cells[2].split(",")),
                cells[3],
                Long.parseLong(cells[6]),
                cells[7].equals("connected"),
                List.of(cells).subList(8, cells.length).stream()
                        .filter(slots -> !slots.startsWith("[")) // on the move, which says nothing about the owner
                        .map(ClusterNode::slots)
                        .toList());
    }

    private static Slots slots(String text) {
        String[] ends = text.split("-");
        return new Slots(Integer.parseInt(ends[0]), Integer.parseInt(ends[ends.length - 1]));
    }

    boolean isSelf() {
        return flags.contains("myself");
    }

    boolean isMaster() {
        return flags.contains("master");
    }

    /** Whether the speaker can reach it, as far as it knows. */
    boolean isWell() {
        return isLinked
                && flags.stream()
                        .noneMatch(flag -> flag.startsWith("fail")
                                || Set.of("handshake", "noaddr").contains(flag));
    }

    boolean owns(int slot) {
        return slots.stream().anyMatch(range -> range.first() <= slot && slot <= range.last());
    }
}
