package dev.seckill.proof.verdict;

import dev.seckill.proof.note.BadTextException;
import dev.seckill.proof.note.Note;
import dev.seckill.proof.note.NoteKey;
import dev.seckill.proof.text.Certificate;
import dev.seckill.proof.text.ShopKeys;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * A shop's lists of keys. A later list adds keys and takes none back: the shop has signed with them all the same.
 *
 * @param lists all of one shop, with one root key
 */
public record KnownKeys(List<ShopKeys> lists) {

    /** @throws BadTextException if they are not of one shop */
    public KnownKeys {
        lists = List.copyOf(lists);
        ShopKeys first = lists.get(0);
        if (lists.stream().anyMatch(list -> !list.root().equals(first.root()))) {
            throw new BadTextException("the lists of keys must be of one shop");
        }
    }

    /** One list, and others that the same root key has signed. */
    public static KnownKeys of(ShopKeys first, List<Note> others) {
        List<ShopKeys> lists = new ArrayList<>(List.of(first));
        others.forEach(other -> lists.add(ShopKeys.of(other, first.root())));
        return new KnownKeys(lists);
    }

    /** The key that all of it hangs on. Its name is the shop's base. */
    public NoteKey root() {
        return lists.get(0).root();
    }

    /** All keys that ever signed checkpoints. */
    public List<NoteKey> logKeys() {
        return lists.stream()
                .flatMap(list -> list.logKeys().stream())
                .distinct()
                .toList();
    }

    /** @throws BadTextException if it is none, or not signed by the shop */
    public Certificate certificate(Note note) {
        return byAny(list -> Certificate.of(note, list));
    }

    <T> T byAny(Function<ShopKeys, T> read) {
        BadTextException refusal = null;
        for (ShopKeys list : lists) {
            try {
                return read.apply(list);
            } catch (BadTextException e) {
                refusal = refusal == null ? e : refusal;
            }
        }
        throw refusal;
    }
}
