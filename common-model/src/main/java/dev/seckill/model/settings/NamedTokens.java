package dev.seckill.model.settings;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Tokens that say who asks, each with a name, which the journal gets. Only their hashes are kept,
 * and a token is held against all of them, so that how long it takes tells nothing about any.
 *
 * @param hashes the hash of each token, in hexadecimal digits, by its name
 */
public record NamedTokens(Map<String, String> hashes) {

    /** No token is good. */
    public static final NamedTokens NONE = new NamedTokens(Map.of());

    /** What each is, in words. */
    static final String RULE = "NAME:TOKEN, the name 1 to 64 of A-Z a-z 0-9 . _ - and the token 16 to 512 of"
            + " A-Z a-z 0-9 . _ ~ + / - and = at the end";

    private static final int TOKENS_MAX = 1000;

    /** What the journal calls those who have no name. */
    private static final Set<String> TAKEN = Set.of("buyer", "expiry", "recover");

    private static final Pattern FORM = Pattern.compile("([A-Za-z0-9._-]{1,64}):(?=.{16,512}$)([A-Za-z0-9._~+/-]+=*)");

    /** Copies the map. */
    public NamedTokens {
        hashes = Map.copyOf(hashes);
    }

    /**
     * Tokens as they are written down.
     *
     * @param entries each as {@code NAME:TOKEN}
     * @throws IllegalArgumentException if one is anything else, has a name that the journal uses otherwise, or two have one name or
     *     one token; tells no token
     */
    public static NamedTokens of(List<String> entries) {
        Map<String, String> hashes = new LinkedHashMap<>();
        for (int i = 0; i < entries.size(); i++) {
            Matcher entry = FORM.matcher(entries.get(i));
            if (!entry.matches()) {
                throw new IllegalArgumentException("entry " + (i + 1) + " is not " + RULE);
            }
            if (TAKEN.contains(entry.group(1))) {
                throw new IllegalArgumentException("entry " + (i + 1) + " has a name that means something else");
            }
            String hash = hash(entry.group(2));
            if (hashes.containsKey(entry.group(1)) || hashes.containsValue(hash)) {
                throw new IllegalArgumentException("entry " + (i + 1) + " has a name or a token that is there before");
            }
            hashes.put(entry.group(1), hash);
        }
        if (hashes.size() > TOKENS_MAX) {
            throw new IllegalArgumentException("are more than " + TOKENS_MAX);
        }
        return new NamedTokens(hashes);
    }

    /** Whether no token is good. */
    public boolean isEmpty() {
        return hashes.isEmpty();
    }

    /** Whether a name or a token is among those, too. */
    public boolean meet(NamedTokens others) {
        return hashes.keySet().stream().anyMatch(others.hashes.keySet()::contains)
                || hashes.values().stream().anyMatch(others.hashes.values()::contains);
    }

    /** Whose token this is; empty if it is nobody's. */
    public Optional<String> nameOf(String token) {
        byte[] hash = hash(token).getBytes(US_ASCII);
        String name = null;
        for (Map.Entry<String, String> each : hashes.entrySet()) {
            if (MessageDigest.isEqual(hash, each.getValue().getBytes(US_ASCII))) {
                name = each.getKey();
            }
        }
        return Optional.ofNullable(name);
    }

    /** Only the names. */
    @Override
    public String toString() {
        return "NamedTokens" + new TreeSet<>(hashes.keySet());
    }

    private static String hash(String token) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(token.getBytes(US_ASCII)));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java has SHA-256", impossible);
        }
    }
}
