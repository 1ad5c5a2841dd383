package dev.seckill.infra.testing;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Marks tests that are left out, with one line each, unless {@code -Dlong=on}: those that take minutes, those that play with a
 * whole system what {@code .ci/run} plays with the command itself, and those of servers that other tests stand on. {@code
 * .ci/run long} runs just these: {@code -Dlong=on -Dgroups=long}. None of them is the only test of a promise.
 */
@Target({ElementType.TYPE, ElementType.METHOD})
@Retention(RetentionPolicy.RUNTIME)
@Tag("long")
@ExtendWith(TakesLongCondition.class)
public @interface TakesLong {}
