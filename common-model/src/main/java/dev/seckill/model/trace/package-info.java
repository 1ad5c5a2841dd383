/** How what one request causes in both programs is shown as one trace; the only package that knows OpenTelemetry. */
package dev.seckill.model.trace;
