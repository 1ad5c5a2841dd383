package dev.seckill.infra.testing;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.Tag;

/**
 * Marks tests whose result can depend on how the servers of {@link SharedServers} run: those that stop, kill, freeze or wipe
 * one, and of each server those that hold its version against what the programs ask of it. {@code .ci/run} runs them a second
 * time, on containers: {@code -Dstack=containers -Dgroups=containers}.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Tag("containers")
public @interface OnContainersToo {}
