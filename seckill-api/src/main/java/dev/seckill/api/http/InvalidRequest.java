package dev.seckill.api.http;

import io.javalin.http.HttpStatus;

/** A request that is not what it should be. Nothing that it brings stands in the message. */
final class InvalidRequest extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final HttpStatus status;
    private final String field;

    /**
     * A bad request.
     *
     * @param field what is wrong: a field of the body, a header, a part of the query or the path, or {@code body}
     * @param detail one sentence that says what it should be
     */
    InvalidRequest(String field, String detail) {
        this(HttpStatus.BAD_REQUEST, field, detail);
    }

    private InvalidRequest(HttpStatus status, String field, String detail) {
        super(detail, null, false, false); // a stranger can make as many as there is room for
        this.status = status;
        this.field = field;
    }

    /** A body that is declared as something else than it has to be. */
    static InvalidRequest ofMediaType(String field, String detail) {
        return new InvalidRequest(HttpStatus.UNSUPPORTED_MEDIA_TYPE, field, detail);
    }

    /** What the client is told. */
    ProblemReply reply() {
        return ProblemType.INVALID_REQUEST.reply(status, getMessage()).with("field", field);
    }
}
