package dev.seckill.proof.note;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.spec.EdECPrivateKeySpec;
import java.security.spec.NamedParameterSpec;

/** Signs with the JDK: for programs that do so now and then, because it takes most of a millisecond. */
public final class JdkNoteSigner implements NoteSigner {

    private final NoteKey key;
    private final PrivateKey secret;

    public JdkNoteSigner(PrivateNoteKey pair) {
        this.key = pair.key();
        try {
            this.secret = KeyFactory.getInstance("Ed25519")
                    .generatePrivate(new EdECPrivateKeySpec(NamedParameterSpec.ED25519, pair.seed()));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Ed25519 is a part of every JDK", e);
        }
    }

    @Override
    public NoteKey key() {
        return key;
    }

    @Override
    public byte[] sign(byte[] message) {
        try {
            Signature signer = Signature.getInstance("Ed25519");
            signer.initSign(secret);
            signer.update(message);
            return signer.sign();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Ed25519 is a part of every JDK", e);
        }
    }
}
