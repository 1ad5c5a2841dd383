package dev.seckill.proof.tree;

import dev.seckill.proof.note.BadTextException;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** The contents of up to 256 leaves in one file, each with its length before it in two bytes. */
public final class EntryBundle {

    /** The longest content of a leaf, in bytes. */
    public static final int ENTRY_BYTES_MAX = 65_535;

    private EntryBundle() {}

    /** The file of these leaves. */
    public static byte[] bytes(List<byte[]> entries) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (byte[] entry : entries) {
            if (entry.length > ENTRY_BYTES_MAX) {
                throw new IllegalArgumentException("a leaf has at most " + ENTRY_BYTES_MAX + " bytes");
            }
            bytes.write(entry.length >> Byte.SIZE);
            bytes.write(entry.length);
            bytes.writeBytes(entry);
        }
        return bytes.toByteArray();
    }

    /**
     * The leaves of a file.
     *
     * @param count how many it must hold
     * @throws BadTextException if it holds more or fewer, or ends within one
     */
    public static List<byte[]> entries(byte[] bytes, int count) {
        List<byte[]> entries = new ArrayList<>(count);
        ByteBuffer rest = ByteBuffer.wrap(bytes);
        while (rest.remaining() >= Short.BYTES && entries.size() < count) {
            int length = Short.toUnsignedInt(rest.getShort());
            if (length > rest.remaining()) {
                throw new BadTextException("the file ends within a leaf");
            }
            byte[] entry = new byte[length];
            rest.get(entry);
            entries.add(entry);
        }
        if (entries.size() != count || rest.hasRemaining()) {
            throw new BadTextException("the file must hold " + count + " leaves and nothing behind them");
        }
        return entries;
    }
}
