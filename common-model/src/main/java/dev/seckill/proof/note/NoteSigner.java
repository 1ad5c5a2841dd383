package dev.seckill.proof.note;

/** Signs with the private half of a key. Implementations are thread-safe. */
public interface NoteSigner {

    /** The public half. */
    NoteKey key();

    /** The 64 bytes of Ed25519 that sign this message. */
    byte[] sign(byte[] message);
}
