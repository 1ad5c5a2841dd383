package dev.seckill.api.http;

import dev.seckill.api.admission.Caller;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Collections;
import java.util.List;

/** Who sent a request, as its head says. */
record ServletCaller(HttpServletRequest request) implements Caller {

    @Override
    public String peer() {
        return request.getRemoteAddr();
    }

    @Override
    public List<String> values(String header) {
        return Collections.list(request.getHeaders(header));
    }
}
