package dev.seckill.api.config;

import java.time.Duration;

/**
 * The live figures and those who watch them.
 *
 * @param every how often viewers are told what has changed, and other instances what was counted here
 * @param viewersMax viewers of single sales; a tenth as many operators and shops may watch everything
 * @param viewersPerAddress as many of them may come from one address
 * @param salesMax sales of which the figures of everything tell
 * @param writeWait how long a viewer's connection may take to take a message
 * @param figuresEvery how often the order book is asked for its figures while they are watched
 */
public record LiveSettings(
        Duration every,
        int viewersMax,
        int viewersPerAddress,
        int salesMax,
        Duration writeWait,
        Duration figuresEvery) {}
