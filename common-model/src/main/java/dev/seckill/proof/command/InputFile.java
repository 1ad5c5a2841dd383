package dev.seckill.proof.command;

import dev.seckill.proof.note.BadTextException;
import dev.seckill.proof.note.Note;
import dev.seckill.proof.note.NoteKey;
import dev.seckill.proof.text.ShopKeys;
import java.nio.file.Path;
import java.util.function.Function;

/** A file that somebody handed over. */
final class InputFile {

    private InputFile() {}

    /**
     * What it holds.
     *
     * @throws BadInputException if it can't be read, or is not what it must be, with the file's name
     */
    static <T> T read(String file, Function<byte[], T> reader) {
        byte[] bytes = LogFiles.read(Path.of(file));
        if (bytes == null) {
            throw new BadInputException("there is no file " + file);
        }
        return parse(file, bytes, reader);
    }

    /** The same of a note. */
    static <T> T readNote(String file, Function<Note, T> reader) {
        return read(file, bytes -> reader.apply(Note.parse(bytes)));
    }

    /** The shop's list of keys, signed by the root key that was pinned, or by its own if none was. */
    static ShopKeys keys(String file, NoteKey pinned) {
        return readNote(file, note -> ShopKeys.of(note, pinned));
    }

    /** What bytes from somewhere hold. */
    static <T> T parse(String name, byte[] bytes, Function<byte[], T> reader) {
        try {
            return reader.apply(bytes);
        } catch (BadTextException e) {
            throw new BadInputException(name + ": " + e.getMessage(), e);
        }
    }
}
