package dev.seckill.consumer.certify;

import dev.seckill.proof.keyfile.BadFileException;
import dev.seckill.proof.keyfile.ShopKeyFiles;
import dev.seckill.proof.note.BadTextException;
import dev.seckill.proof.note.JdkNoteSigner;
import dev.seckill.proof.note.Note;
import dev.seckill.proof.note.NoteSigner;
import dev.seckill.proof.note.PrivateNoteKey;
import dev.seckill.proof.text.Blind;
import dev.seckill.proof.text.Origin;
import dev.seckill.proof.text.ShopKeys;
import dev.seckill.proof.text.ShopKeys.Role;
import java.nio.file.Path;
import java.time.Clock;

/** The keys that the certifier signs with, and the shop's list that names them. */
public final class CertifierKeys {

    private final Note note;
    private final ShopKeys shop;
    private final PrivateNoteKey log;
    private final byte[] master;

    private CertifierKeys(Note note, PrivateNoteKey log, byte[] master) {
        this.note = note;
        this.shop = ShopKeys.of(note, null);
        this.log = log;
        this.master = master;
    }

    /**
     * Those in a directory.
     *
     * @throws IllegalArgumentException if one is missing, not for its owner alone, or the list does not name the log's; the
     *     message says which, and nothing that is secret
     */
    public static CertifierKeys read(Path directory, Clock clock) {
        try {
            ShopKeyFiles files = new ShopKeyFiles(directory);
            CertifierKeys keys = new CertifierKeys(files.keys(), files.key(Role.LOG), files.master());
            if (!keys.shop.logKeys(clock.instant()).contains(keys.log.key())) {
                throw new IllegalArgumentException(
                        "the shop's list of keys does not name " + keys.log.key() + " as its log's for now");
            }
            return keys;
        } catch (BadFileException | BadTextException e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        }
    }

    /** The list, as it is handed out. */
    Note note() {
        return note;
    }

    ShopKeys shop() {
        return shop;
    }

    /** Signs certificates. */
    NoteSigner log() {
        return new JdkNoteSigner(log);
    }

    /** Signs checkpoints of one sale. */
    NoteSigner logOf(Origin origin) {
        return new JdkNoteSigner(PrivateNoteKey.of(origin.toString(), log.key().type(), log.seed()));
    }

    Blind blind(Origin origin) {
        return Blind.of(master, origin);
    }

    /** Shows the public half alone. */
    @Override
    public String toString() {
        return log.key().toString();
    }
}
