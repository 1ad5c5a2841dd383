package dev.seckill.api.http;

import dev.seckill.api.admission.RequestHead;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Collections;
import java.util.List;

/** The head of a request that came in. */
record ServletHead(HttpServletRequest request) implements RequestHead {

    @Override
    public String peer() {
        return request.getRemoteAddr();
    }

    @Override
    public List<String> values(String header) {
        return Collections.list(request.getHeaders(header));
    }
}
