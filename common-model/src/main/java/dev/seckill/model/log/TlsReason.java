package dev.seckill.model.log;

import java.security.cert.CertPathBuilderException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.security.cert.PKIXReason;
import java.util.List;
import java.util.Set;
import javax.net.ssl.SSLException;

/** Why no TLS connection came about, in words for whoever has to mend it; the JDK's own name its classes. */
final class TlsReason {

    private static final int CAUSES_MAX = 20;
    private static final Set<CertPathValidatorException.Reason> NOT_OURS =
            Set.of(CertPathValidatorException.BasicReason.INVALID_SIGNATURE, PKIXReason.NO_TRUST_ANCHOR);
    /** How the JDK and MySQL's driver begin to say that a name is missing from a certificate. */
    private static final List<String> OTHER_NAME = List.of("No ", "Server identity verification failed");

    private TlsReason() {}

    /** Null if the failure is none of TLS, or one that is not known here. */
    static String of(Throwable failure) {
        boolean isTls = false;
        String reason = null;
        Throwable cause = failure;
        for (int i = 0; i < CAUSES_MAX && cause != null && reason == null; i++) {
            isTls |= cause instanceof SSLException || cause instanceof CertificateException;
            reason = isTls ? known(cause) : null;
            cause = cause.getCause();
        }
        return reason;
    }

    private static String known(Throwable cause) {
        if (cause instanceof CertificateExpiredException) {
            return "TLS: the server's certificate, or one of its issuers', has expired (" + cause.getMessage() + ")";
        }
        if (cause instanceof CertificateNotYetValidException) {
            return "TLS: the server's certificate, or one of its issuers', is not valid yet (" + cause.getMessage()
                    + ")";
        }
        if (cause instanceof CertPathBuilderException
                || cause instanceof CertPathValidatorException path && NOT_OURS.contains(path.getReason())) {
            return "TLS: the server's certificate is not signed by a CA that is trusted here";
        }
        String message = String.valueOf(cause.getMessage());
        if (cause instanceof CertificateException && OTHER_NAME.stream().anyMatch(message::startsWith)) {
            return "TLS: the server's certificate is for another host name (" + message + ")";
        }
        if (cause instanceof SSLException && message.contains("nrecognized SSL message")) {
            return "TLS: the server answers without TLS";
        }
        if (cause instanceof SSLException && message.contains("certificate_required")) {
            return "TLS: the server wants a certificate of the client";
        }
        if (cause instanceof SSLException && message.contains("bad_certificate")) {
            return "TLS: the server wants a certificate of the client, or another one";
        }
        return null;
    }
}
