package dev.seckill.model.proof;

import dev.seckill.proof.note.NoteKey;
import dev.seckill.proof.note.NoteSigner;
import dev.seckill.proof.note.PrivateNoteKey;
import java.util.Objects;
import org.bouncycastle.crypto.params.Ed25519PrivateKeyParameters;
import org.bouncycastle.crypto.signers.Ed25519Signer;

/**
 * Signs with Bouncy Castle, in a twentieth of the time that the JDK takes. Nothing is ever verified with it: it differs from
 * the JDK and from browsers in what it takes for signed.
 */
public final class BouncyCastleNoteSigner implements NoteSigner {

    private final NoteKey key;
    private final Ed25519PrivateKeyParameters secret;

    public BouncyCastleNoteSigner(PrivateNoteKey pair) {
        this(pair.key(), new Ed25519PrivateKeyParameters(pair.seed()));
    }

    private BouncyCastleNoteSigner(NoteKey key, Ed25519PrivateKeyParameters secret) {
        this.key = Objects.requireNonNull(key, "key");
        this.secret = secret;
    }

    /** The same key under another name, as a log signs its checkpoints under the name of their origin. */
    public BouncyCastleNoteSigner named(String name) {
        return new BouncyCastleNoteSigner(key.named(name), secret);
    }

    @Override
    public NoteKey key() {
        return key;
    }

    @Override
    public byte[] sign(byte[] message) {
        Ed25519Signer signer = new Ed25519Signer();
        signer.init(true, secret);
        signer.update(message, 0, message.length);
        return signer.generateSignature();
    }

    /** The public half. */
    @Override
    public String toString() {
        return key.toString();
    }
}
