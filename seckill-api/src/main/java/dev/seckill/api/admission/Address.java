package dev.seckill.api.admission;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where a request comes from, as far as it is counted: an address of IPv4, or a network /64 of IPv6, which is what one
 * customer gets.
 *
 * @param isV6 whether it is such a network
 * @param bits the address, or the network
 */
public record Address(boolean isV6, long bits) {

    private static final String NUMBER = "(25[0-5]|2[0-4]\\d|1?\\d?\\d)";
    private static final Pattern V4 =
            Pattern.compile(NUMBER + "\\." + NUMBER + "\\." + NUMBER + "\\." + NUMBER + "(?::\\d{1,5})?");
    private static final Pattern V6 = Pattern.compile("\\[?([0-9A-Fa-f:.]{2,45})(?:%[\\w.-]+)?(?:](?::\\d{1,5})?)?");

    /** Reads digits, with or without the port or the brackets that proxies add; null if it is no address. Asks no DNS. */
    static Address parse(String text) {
        Matcher v4 = V4.matcher(text);
        if (v4.matches()) {
            long bits = 0;
            for (int i = 1; i <= 4; i++) {
                bits = bits << Byte.SIZE | Integer.parseInt(v4.group(i));
            }
            return new Address(false, bits);
        }
        Matcher v6 = V6.matcher(text);
        return v6.matches() && v6.group(1).indexOf(':') != v6.group(1).lastIndexOf(':') ? parseV6(v6.group(1)) : null;
    }

    /** One of IPv4 that is written as one of IPv6 is the same as it. What is in brackets the JDK takes for no name. */
    private static Address parseV6(String digits) {
        try {
            byte[] bytes = InetAddress.getByName("[" + digits + "]").getAddress();
            return bytes.length == Integer.BYTES
                    ? new Address(
                            false, Integer.toUnsignedLong(ByteBuffer.wrap(bytes).getInt()))
                    : new Address(true, ByteBuffer.wrap(bytes).getLong());
        } catch (UnknownHostException noAddress) {
            return null;
        }
    }
}
