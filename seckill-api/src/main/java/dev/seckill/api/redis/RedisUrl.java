package dev.seckill.api.redis;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URI;
import java.net.URLDecoder;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import redis.clients.jedis.HostAndPort;

/**
 * A URL of Redis, read. {@link URI#getHost} knows no host with an underscore, as Compose names them, and no list of hosts. The
 * last {@code @} ends the password.
 */
final class RedisUrl {

    /** What a URL may be. */
    static final String RULE = "must be redis://[[user]:password@]host[:port][/database],"
            + " redis-sentinel://[[user]:password@]host[:port][,host[:port]]/master[/database]"
            + " or redis-cluster://[[user]:password@]host[:port][,host[:port]]; rediss, rediss-sentinel,"
            + " rediss-cluster for TLS";

    private static final int ADDRESSES_MAX = 100;
    private static final int PORT_MAX = 65535;

    private static final Pattern AUTHORITY =
            Pattern.compile("(?:(?<user>[^:]*)(?::(?<password>.*))?@)?(?<addresses>[^@]+)");

    private static final Pattern ADDRESS =
            Pattern.compile("(?<host>\\[[0-9A-Fa-f:.%]+]|[A-Za-z0-9._-]+)(?::(?<port>[0-9]{1,5}))?");

    private final URI url;
    private final Kind kind;
    private final String user;
    private final String password;
    private final List<HostAndPort> addresses;
    private final String master;
    private final int database;

    /** What a URL leads to. */
    enum Kind {
        SINGLE("redis", 6379, Pattern.compile("(?:/(?<database>[0-9]{1,9})?)?(?<master>)")),
        SENTINEL(
                "redis-sentinel",
                26379,
                Pattern.compile("/(?<master>[A-Za-z0-9._-]{1,200})(?:/(?<database>[0-9]{1,9})?)?")),
        /** It has one database. */
        CLUSTER("redis-cluster", 6379, Pattern.compile("(?:/(?<database>0)?)?(?<master>)"));

        private final String scheme;
        private final int port;
        private final Pattern path;

        Kind(String scheme, int port, Pattern path) {
            this.scheme = scheme;
            this.port = port;
            this.path = path;
        }

        private String secureScheme() {
            return scheme.replace("redis", "rediss");
        }

        private static Kind of(String scheme) {
            return Stream.of(values())
                    .filter(kind ->
                            kind.scheme.equals(scheme) || kind.secureScheme().equals(scheme))
                    .findFirst()
                    .orElseThrow(RedisUrl::isNone);
        }
    }

    private RedisUrl(URI url) {
        this.url = url;
        this.kind = Kind.of(String.valueOf(url.getScheme()).toLowerCase(Locale.ROOT));
        Matcher authority = matched(AUTHORITY, url.getRawAuthority());
        Matcher path = matched(kind.path, url.getRawPath());
        this.user = decoded(authority.group("user"));
        this.password = decoded(authority.group("password"));
        this.addresses = Stream.of(authority.group("addresses").split(",", ADDRESSES_MAX + 1))
                .map(this::address)
                .toList();
        this.master = path.group("master").isEmpty() ? null : path.group("master");
        String number = path.group("database");
        this.database = number == null ? 0 : Integer.parseInt(number);
        boolean hasTooMany = addresses.size() > (kind == Kind.SINGLE ? 1 : ADDRESSES_MAX);
        if (hasTooMany || url.getRawQuery() != null || url.getRawFragment() != null) {
            throw isNone();
        }
    }

    /** @throws IllegalArgumentException if it is none; that tells nothing of it */
    static RedisUrl of(URI url) {
        return new RedisUrl(url);
    }

    private static IllegalArgumentException isNone() {
        return new IllegalArgumentException(RULE);
    }

    private static Matcher matched(Pattern pattern, String text) {
        Matcher matcher = pattern.matcher(text == null ? "" : text);
        if (!matcher.matches()) {
            throw isNone();
        }
        return matcher;
    }

    private HostAndPort address(String text) {
        Matcher address = matched(ADDRESS, text);
        String number = address.group("port");
        int port = number == null ? kind.port : Integer.parseInt(number);
        if (port > PORT_MAX) {
            throw isNone();
        }
        return new HostAndPort(address.group("host"), port);
    }

    /** Null for nothing. A plus stands for itself, unlike in a form. */
    private static String decoded(String part) {
        return part == null || part.isEmpty() ? null : URLDecoder.decode(part.replace("+", "%2B"), UTF_8);
    }

    Kind kind() {
        return kind;
    }

    /** Whether to use TLS. */
    boolean isSecure() {
        return kind.secureScheme().equalsIgnoreCase(url.getScheme());
    }

    /** Whether there is a user or a password in it. */
    boolean hasLogin() {
        return url.getRawAuthority().contains("@");
    }

    String user() {
        return user;
    }

    String password() {
        return password;
    }

    List<HostAndPort> addresses() {
        return addresses;
    }

    /** Null where there are no sentinels to be asked for it. */
    String master() {
        return master;
    }

    int database() {
        return database;
    }

    /** The URL without user and password. */
    String shown(boolean secret) {
        return url.getScheme() + "://" + (secret ? "***@" : "")
                + addresses.stream().map(HostAndPort::toString).collect(Collectors.joining(",")) + url.getRawPath();
    }
}
