package dev.seckill.consumer.notify;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;

/**
 * Tells addresses of the internet from those that only this machine or its own network has. A shop's address that means one
 * of the latter, by mistake or by somebody's will, would let webhooks reach what is not the shop's.
 */
final class PublicAddress {

    private static final int V4_BYTES = 4;

    private PublicAddress() {}

    /** Whether anybody on the internet could have this address. */
    static boolean is(InetAddress address) {
        boolean special = address.isAnyLocalAddress()
                || address.isLoopbackAddress()
                || address.isLinkLocalAddress()
                || address.isSiteLocalAddress()
                || address.isMulticastAddress();
        byte[] bytes = address.getAddress();
        return !special && (address instanceof Inet6Address ? isPublicV6(bytes) : isPublicV4(bytes));
    }

    private static boolean isPublicV4(byte[] bytes) {
        int first = bytes[0] & 0xff;
        int second = bytes[1] & 0xff;
        boolean thisNetwork = first == 0;
        boolean carrierGrade = first == 100 && second >= 64 && second < 128; // 100.64/10
        boolean protocols = first == 192 && second == 0 && bytes[2] == 0; // 192.0.0/24
        boolean benchmarks = first == 198 && (second == 18 || second == 19); // 198.18/15
        boolean reserved = first >= 240; // 240/4 and the broadcast address
        return !(thisNetwork || carrierGrade || protocols || benchmarks || reserved);
    }

    /** What carries an address of the older kind is what that one is. */
    private static boolean isPublicV6(byte[] bytes) {
        if (bytes[0] == 0x20 && bytes[1] == 0x02) { // 6to4, 2002::/16
            return is(v4(bytes, 2));
        }
        if (bytes[0] == 0x00 && bytes[1] == 0x64 && (bytes[2] & 0xff) == 0xff && (bytes[3] & 0xff) == 0x9b) { // NAT64
            return is(v4(bytes, 12));
        }
        // Only 2000::/3 is given out; fc00::/7, the discard and the compatible addresses are outside it.
        return (bytes[0] & 0xe0) == 0x20;
    }

    private static InetAddress v4(byte[] bytes, int from) {
        try {
            return InetAddress.getByAddress(Arrays.copyOfRange(bytes, from, from + V4_BYTES));
        } catch (UnknownHostException impossible) {
            throw new IllegalStateException("four bytes are an address", impossible);
        }
    }
}
