package dev.seckill.infra.testing;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Marks tests that run {@code prometheus} and {@code promtool} of this machine. Without them they are skipped, and say so;
 * with {@code -Dprometheus=required} they fail. With {@code -Dstack=containers} they are skipped: what Prometheus sees does not
 * depend on where the servers run.
 */
@Target({ElementType.TYPE, ElementType.METHOD})
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(PrometheusCondition.class)
public @interface NeedsPrometheus {

    /** Further programs that have to be on the PATH. */
    String[] value() default {};
}
