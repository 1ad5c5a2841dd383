package dev.seckill.consumer.certify;

import dev.seckill.model.proof.ProofKeys;
import dev.seckill.proof.note.BadTextException;
import dev.seckill.proof.note.Note;
import dev.seckill.proof.text.ShopKeys;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Objects;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The shop's list of keys, as strangers read it. Consumers that share a directory get another list one after the other, so one
 * that is handed out only gives way to one that goes on from it. Not thread-safe.
 */
final class KeyList {

    private static final Logger LOG = LoggerFactory.getLogger(KeyList.class);

    private final ProofKeys keys;

    /** Of what is said, each once. */
    private final Set<String> told = new HashSet<>();

    KeyList(ProofKeys keys) {
        this.keys = Objects.requireNonNull(keys, "keys");
    }

    /**
     * Has it among these files, unless they have a newer one or one of another descent; what is no list at all is replaced.
     *
     * @throws java.io.UncheckedIOException if they can't be read or written
     */
    void handOut(ProofFiles files) {
        byte[] own = keys.list().bytes();
        byte[] present = files.read(SaleCertifier.KEYS);
        if (Arrays.equals(present, own)) {
            return;
        }
        ShopKeys other = present == null ? null : list(present);
        if (other == null || keys.listed().goesOnFrom(other)) {
            files.write(SaleCertifier.KEYS, own);
        } else {
            tell(other);
        }
    }

    /** Whether a newer list is among these files that does not let the own log key sign at that time. */
    boolean isOverAt(Instant time, ProofFiles files) {
        byte[] present = files.read(SaleCertifier.KEYS);
        if (present == null || Arrays.equals(present, keys.list().bytes())) {
            return false;
        }
        ShopKeys other = list(present);
        return other != null
                && other.goesOnFrom(keys.listed())
                && !other.logKeys(time).contains(keys.signer().key());
    }

    private static ShopKeys list(byte[] present) {
        try {
            return ShopKeys.of(Note.parse(present), null);
        } catch (BadTextException damaged) {
            return null;
        }
    }

    private void tell(ShopKeys other) {
        ShopKeys own = keys.listed();
        if (!told.add(other.number() + " " + other.root())) {
            return;
        }
        if (other.goesOnFrom(own)) {
            LOG.warn(
                    "certify - a newer list of keys is among the public files and stays there, start this consumer"
                            + " with its folder (newer={}, own={})",
                    other.number(),
                    own.number());
        } else {
            LOG.error(
                    "certify - another list of keys is among the public files and stays there, since the own one does"
                            + " not go on from it (there={} of {}, own={} of {})",
                    other.number(),
                    other.root(),
                    own.number(),
                    own.root());
        }
    }
}
