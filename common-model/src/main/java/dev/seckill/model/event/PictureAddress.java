package dev.seckill.model.event;

import java.net.URI;
import java.net.URISyntaxException;

/**
 * Where a browser finds the picture of a sale: an {@code https:} address, or a path of the shop's own. Only what a page can
 * load from a server that is named in it: no other scheme, nobody's name or password.
 */
public final class PictureAddress {

    /** The longest one, in characters, all of them ASCII. */
    public static final int LENGTH_MAX = 500;

    /** What it must be, in words. */
    public static final String RULE =
            "an https address or a path that begins with one slash, at most " + LENGTH_MAX + " ASCII characters";

    private static final String SCHEME = "https://";
    private static final int PORT_MAX = 65_535;

    private PictureAddress() {}

    /** Whether a text is one. */
    public static boolean is(String text) {
        if (text.length() > LENGTH_MAX || text.chars().anyMatch(c -> c <= ' ' || c > '~')) {
            return false;
        }
        if (text.startsWith("/")) {
            return !text.startsWith("//") && parsed(text) != null;
        }
        URI address = text.startsWith(SCHEME) ? parsed(text) : null;
        return address != null
                && address.getHost() != null
                && address.getRawUserInfo() == null
                && address.getPort() != 0
                && address.getPort() <= PORT_MAX;
    }

    /**
     * The origin of an address that is one, as a Content-Security-Policy names it; null for a path, which belongs to the
     * origin of the page.
     */
    public static String origin(String picture) {
        if (!picture.startsWith(SCHEME)) {
            return null;
        }
        URI address = parsed(picture);
        return SCHEME + address.getHost() + (address.getPort() < 0 ? "" : ":" + address.getPort());
    }

    private static URI parsed(String text) {
        try {
            return new URI(text);
        } catch (URISyntaxException e) {
            return null;
        }
    }
}
